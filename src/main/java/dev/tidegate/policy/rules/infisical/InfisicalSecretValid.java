package dev.tidegate.policy.rules.infisical;

import dev.tidegate.manifest.InfisicalSecret;
import dev.tidegate.manifest.Kustomization;
import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Entry;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.util.List;
import java.util.Set;

/**
 * {@code infisical/secret-valid}: both kinds as their definitions ask, defaults before required
 * fields ({@code resyncInterval} may be absent), and what the definitions cannot say.
 */
public final class InfisicalSecretValid implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "infisical/secret-valid",
          "An InfisicalSecret can work: it says how to log in, where to read and what to write",
          "Argo CD calls an InfisicalSecret healthy even when it never writes its Secret, so a mistake"
              + " shows only when pods do not start.",
          "Give the fields that the finding names.",
          "Whoever keeps the configuration may lower this rule for a path.",
          Severity.DENY,
          false);
  private static final Set<String> METHODS =
      Set.of(
          "universalAuth",
          "kubernetesAuth",
          "awsIamAuth",
          "azureAuth",
          "gcpIdTokenAuth",
          "gcpIamAuth",
          "ldapAuth",
          "serviceToken",
          "serviceAccount",
          "infisicalAuthRef");
  private static final Set<String> POLICIES = Set.of("Owner", "Orphan");
  private static final Set<String> SPEC =
      Set.of(
          "authentication",
          "hostAPI",
          "instantUpdates",
          "managedKubeConfigMapReferences",
          "managedKubeSecretReferences",
          "managedSecretReference",
          "resyncInterval",
          "syncConfig",
          "tls",
          "tokenSecretReference");
  private static final Set<String> SCOPE =
      Set.of("envSlug", "projectId", "projectSlug", "recursive", "secretName", "secretsPath");
  private static final Set<String> TARGET =
      Set.of("creationPolicy", "secretName", "secretNamespace", "secretType", "template");
  private static final Set<String> SOURCE =
      Set.of("environmentSlug", "projectId", "projectSlug", "recursive", "secretPath", "tagSlugs");
  private static final Set<String> STATIC_TARGET =
      Set.of("creationPolicy", "kind", "metadata", "name", "namespace", "secretType", "template");
  private static final Set<String> STATIC_SPEC =
      Set.of("infisicalAuthRef", "sources", "syncOptions", "targets");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink()
        || !file.text().contains("Infisical")
        || Manifests.isTemplate(file.path(), file.text())
        || Kustomization.isPatch(file.subject().change().after(), file.path())) {
      return;
    }
    for (Manifest manifest : Manifests.of(file.yaml())) {
      InfisicalSecret.of(manifest)
          .ifPresent(secret -> judge(secret, new Report(file.path(), manifest, findings)));
    }
  }

  private record Report(String path, Manifest manifest, Findings findings) {
    void say(int line, int column, String what, String fix) {
      findings.add(
          path,
          line,
          column,
          manifest.title() + " " + what,
          manifest.title() + ": " + what + ".",
          fix);
    }
  }

  private static void judge(InfisicalSecret secret, Report report) {
    boolean dynamic = secret.manifest().kind().equals("InfisicalSecret");
    String version = dynamic ? "v1alpha1" : "v1beta1";
    if (!secret.manifest().apiVersion().equals(InfisicalSecret.GROUP + "/" + version)) {
      report.say(
          secret.manifest().line(),
          1,
          "its apiVersion is not that of this kind",
          "apiVersion: " + InfisicalSecret.GROUP + "/" + version);
    }
    for (Yaml.Problem problem : secret.problems()) {
      report.say(problem.line(), problem.column(), problem.what(), remedy(problem.what()));
    }
    methods(secret, report);
    for (InfisicalSecret.Scope scope : secret.scopes()) {
      scope(scope, secret.authentication(), report);
    }
    for (InfisicalSecret.Target target : secret.targets()) {
      if (!target.creationPolicy().isEmpty() && !POLICIES.contains(target.creationPolicy())) {
        report.say(
            target.line(),
            1,
            "creationPolicy is neither Owner nor Orphan",
            "creationPolicy: Owner");
      }
      if (!Set.of("Secret", "ConfigMap", "").contains(target.kind())) {
        report.say(
            target.line(), 1, "a target is neither a Secret nor a ConfigMap", "kind: Secret");
      }
    }
    YamlNode spec = secret.manifest().root().at("spec").orElse(secret.manifest().root());
    fields(spec, "spec", dynamic ? SPEC : STATIC_SPEC, report);
    for (String method : dynamic ? secret.authentication() : List.<String>of()) {
      spec.at("authentication", method, "secretsScope")
          .ifPresent(s -> fields(s, method + ".secretsScope", SCOPE, report));
    }
    String targets = dynamic ? "managedKubeSecretReferences" : "targets";
    spec.items(targets).forEach(t -> fields(t, targets, dynamic ? TARGET : STATIC_TARGET, report));
    spec.items("sources").forEach(s -> fields(s, "sources", SOURCE, report));
    interval(spec, report);
    if (!dynamic
        && secret.manifest().root().text("spec", "syncOptions", "refreshInterval").isEmpty()) {
      report.say(
          secret.manifest().line(),
          1,
          "spec.syncOptions.refreshInterval is missing",
          "syncOptions: { refreshInterval: 1m }");
    }
  }

  private static void methods(InfisicalSecret secret, Report report) {
    YamlNode spec = secret.manifest().root().at("spec").orElse(secret.manifest().root());
    for (String method : secret.authentication()) {
      YamlNode node = spec.at("authentication", method).orElse(spec);
      if (!METHODS.contains(method)) {
        report.say(
            node.line(),
            node.column(),
            "authentication." + method.replaceAll("\\W", "?") + " is no way of logging in",
            "Use universalAuth or kubernetesAuth.");
      }
      String reference =
          switch (method) {
            case "universalAuth", "ldapAuth" -> "credentialsRef";
            case "serviceToken" -> "serviceTokenSecretReference";
            case "serviceAccount" -> "serviceAccountSecretReference";
            default -> "";
          };
      if (!reference.isEmpty()) {
        need(node, report, method, reference, "secretName");
        need(node, report, method, reference, "secretNamespace");
      }
      if (Set.of(
              "kubernetesAuth",
              "awsIamAuth",
              "azureAuth",
              "gcpIdTokenAuth",
              "gcpIamAuth",
              "ldapAuth")
          .contains(method)) {
        need(node, report, method, "identityId");
      }
      if (method.equals("kubernetesAuth")) {
        need(node, report, method, "serviceAccountRef", "name");
        need(node, report, method, "serviceAccountRef", "namespace");
      }
    }
  }

  private static void need(YamlNode node, Report report, String method, String... path) {
    if (node.text(path).filter(t -> !t.isBlank()).isEmpty()) {
      String field = method + "." + String.join(".", path);
      report.say(node.line(), node.column(), field + " is missing", "Give " + field + ".");
    }
  }

  private static void scope(InfisicalSecret.Scope scope, List<String> methods, Report report) {
    String path = scope.path();
    if (!path.isEmpty() && (!path.startsWith("/") || path.contains("//"))) {
      report.say(
          scope.line(),
          1,
          "the path in Infisical must begin with one slash and have none doubled",
          "secretsPath: /" + path.replaceAll("/+", "/").replaceFirst("^/", ""));
    }
    if (scope.projectSlug().isEmpty()
        && scope.projectId().isEmpty()
        && !methods.contains("serviceToken")) {
      report.say(
          scope.line(),
          1,
          "neither projectSlug nor projectId says which project to read",
          "projectSlug: NAME-OF-THE-PROJECT");
    }
  }

  private static void fields(YamlNode node, String where, Set<String> known, Report report) {
    for (Entry e : node instanceof Mapping map ? map.entries() : List.<Entry>of()) {
      if (!known.contains(e.key())) {
        report.say(
            e.line(),
            e.column(),
            where + "." + e.key().replaceAll("\\W", "?") + " does not exist",
            "Remove it, or correct its name: "
                + String.join(", ", known.stream().sorted().toList()));
      }
    }
  }

  private static void interval(YamlNode spec, Report report) {
    if (spec.at("resyncInterval").orElse(null) instanceof Scalar s
        && s.type() != YamlNode.Type.INTEGER) {
      report.say(
          s.line(),
          s.column(),
          "spec.resyncInterval is no whole number of seconds",
          "resyncInterval: 60");
    }
  }

  private static String remedy(String problem) {
    return problem.contains("no way of logging in")
        ? "authentication: { universalAuth: { secretsScope: {...}, credentialsRef: {...} } }"
        : problem.contains("writes no Secret")
            ? "managedKubeSecretReferences: [ { secretName: NAME, secretNamespace: NAMESPACE } ]"
            : "Give the field that is missing.";
  }
}
