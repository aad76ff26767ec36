package dev.tidegate.manifest;

import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An InfisicalSecret (v1alpha1) or InfisicalStaticSecret (v1beta1) as written: where its values
 * come from and which objects it writes.
 *
 * @param authentication the ways of logging in that it names, such as {@code universalAuth}; for
 *     the static kind {@code infisicalAuthRef}
 * @param scopes where it reads
 * @param targets what it writes
 * @param problems what its definition requires and it lacks, with places
 */
public record InfisicalSecret(
    Manifest manifest,
    List<String> authentication,
    List<Scope> scopes,
    List<Target> targets,
    List<Yaml.Problem> problems) {
  public static final String GROUP = "secrets.infisical.com";

  private static final Set<String> NOT_METHODS = Set.of("serviceAccount");

  public InfisicalSecret {
    authentication = List.copyOf(authentication);
    scopes = List.copyOf(scopes);
    targets = List.copyOf(targets);
    problems = List.copyOf(problems);
  }

  /** One place in Infisical; texts are empty where the document has none. */
  public record Scope(
      String projectSlug,
      String projectId,
      String environment,
      String path,
      boolean recursive,
      int line) {}

  /** One object that is written. {@code kind} is {@code Secret} or {@code ConfigMap}. */
  public record Target(
      String kind, String name, String namespace, String creationPolicy, int line) {}

  /** Empty where the object is neither kind. */
  public static Optional<InfisicalSecret> of(Manifest manifest) {
    Reader reader = new Reader(manifest.root());
    if (manifest.is(GROUP, "InfisicalSecret")) {
      return Optional.of(reader.dynamic(manifest));
    }
    if (manifest.is(GROUP, "InfisicalStaticSecret")) {
      return Optional.of(reader.fixed(manifest));
    }
    return Optional.empty();
  }

  private static final class Reader {
    private final YamlNode spec;
    private final List<String> authentication = new ArrayList<>();
    private final List<Scope> scopes = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private final List<Yaml.Problem> problems = new ArrayList<>();

    Reader(Mapping root) {
      this.spec = root.at("spec").orElse(root);
      if (root.at("spec").isEmpty()) {
        problem("spec is missing", root);
      }
    }

    private InfisicalSecret dynamic(Manifest manifest) {
      if (spec.at("authentication").orElse(null) instanceof Mapping methods) {
        methods.entries().forEach(this::method);
      }
      if (authentication.isEmpty() && spec.at("tokenSecretReference").isEmpty()) {
        problem("spec.authentication names no way of logging in", spec);
      }
      spec.at("managedSecretReference").ifPresent(t -> target("Secret", "secret", t));
      spec.items("managedKubeSecretReferences").forEach(t -> target("Secret", "secret", t));
      spec.items("managedKubeConfigMapReferences")
          .forEach(t -> target("ConfigMap", "configMap", t));
      return done(manifest);
    }

    private void method(Entry entry) {
      authentication.add(entry.key());
      YamlNode method = entry.value();
      if (NOT_METHODS.contains(entry.key())) {
        scopes.add(
            new Scope(
                "",
                need(method, "projectId"),
                need(method, "environmentName"),
                "/",
                false,
                entry.line()));
        return;
      }
      Optional<YamlNode> scope = method.at("secretsScope");
      if (scope.isEmpty()) {
        problems.add(
            new Yaml.Problem(
                entry.key() + ".secretsScope is missing", entry.line(), entry.column()));
      }
      scope.ifPresent(s -> scope(s, "envSlug", "secretsPath"));
    }

    private InfisicalSecret fixed(Manifest manifest) {
      if (spec.at("infisicalAuthRef").isPresent()) {
        authentication.add("infisicalAuthRef");
        spec.at("infisicalAuthRef")
            .ifPresent(r -> {
              need(r, "name");
              need(r, "namespace");
            });
      } else {
        problem("spec.infisicalAuthRef is missing", spec);
      }
      spec.items("sources").forEach(s -> scope(s, "environmentSlug", "secretPath"));
      if (spec.items("sources").isEmpty()) {
        problem("spec.sources is empty", spec);
      }
      for (YamlNode t : spec.items("targets")) {
        targets.add(
            new Target(
                need(t, "kind"),
                need(t, "name"),
                need(t, "namespace"),
                need(t, "creationPolicy"),
                t.line()));
      }
      return done(manifest);
    }

    private void scope(YamlNode scope, String environment, String path) {
      scopes.add(
          new Scope(
              text(scope, "projectSlug"),
              text(scope, "projectId"),
              need(scope, environment),
              need(scope, path),
              text(scope, "recursive").equals("true"),
              scope.line()));
    }

    private void target(String kind, String prefix, YamlNode target) {
      String policy = text(target, "creationPolicy");
      targets.add(
          new Target(
              kind,
              need(target, prefix + "Name"),
              need(target, prefix + "Namespace"),
              policy.isEmpty() ? "Orphan" : policy,
              target.line()));
    }

    private InfisicalSecret done(Manifest manifest) {
      if (targets.isEmpty()) {
        problem("it writes no Secret: no managed reference or target", spec);
      }
      return new InfisicalSecret(manifest, authentication, scopes, targets, problems);
    }

    private String need(YamlNode node, String field) {
      String value = text(node, field);
      if (value.isEmpty()) {
        problem(field + " is missing", node);
      }
      return value;
    }

    private static String text(YamlNode node, String field) {
      return node.text(field).map(String::strip).orElse("");
    }

    private void problem(String what, YamlNode at) {
      problems.add(new Yaml.Problem(what, at.line(), at.column()));
    }
  }
}
