package dev.tidegate.policy.rules.infisical;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.Manifests;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every Secret that an Application's manifests refer to is made by something in the repository. */
public final class SecretClosure implements FileRule {
  private static final String ID = "infisical/secret-closure";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "Every Secret that a workload refers to is made by something in the repository",
          "A pod whose Secret does not exist never starts, and Argo CD shows that only afterwards.",
          "Commit an InfisicalSecret that writes it, or declare it as existing.",
          "Whoever keeps the configuration lists Secrets that exist otherwise in the option existing.",
          Severity.WARN,
          true,
          List.of(
              new RuleDoc.Option(
                  "existing",
                  "[]",
                  "Secrets that exist without a manifest: name or namespace/name, * for any text.")));

  private final List<String> existing;

  public SecretClosure(PolicySettings settings) {
    this.existing = settings.option(ID, "existing");
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink()
        || !file.named(".yaml", ".yml", ".json")
        || !References.possible(file.text())
        || Manifests.isTemplate(file.path(), file.text())) {
      return;
    }
    Optional<Owner> owner = Owner.of(file.subject(), file.path());
    if (owner.isEmpty() || owner.get().rendered()) {
      return;
    }
    Set<String> said = new HashSet<>();
    for (Manifest manifest : Manifests.of(file.yaml())) {
      String namespace =
          manifest.namespace().isEmpty() ? owner.get().namespace() : manifest.namespace();
      for (References.Reference reference : References.in(manifest)) {
        String name = reference.name();
        if (!isDeclared(namespace, name)
            && !owner.get().mayBringBesides(namespace, name)
            && said.add(namespace + "/" + name)
            && !Produced.anywhere(file.subject(), namespace, name)) {
          findings.add(
              file.path(),
              reference.line(),
              reference.column(),
              manifest.title() + " " + name,
              "%s refers to the Secret %s, which nothing in the repository makes."
                  .formatted(manifest.title(), name),
              ("Write an InfisicalSecret beside it with\n"
                      + "  managedKubeSecretReferences: [ { secretName: %s, secretNamespace: %s } ]\n"
                      + "or, where it exists otherwise, declare it:\n"
                      + "  rules: { %s: { options: { existing: [ %s ] } } }")
                  .formatted(name, namespace.isEmpty() ? "NAMESPACE" : namespace, ID, name));
        }
      }
    }
  }

  private boolean isDeclared(String namespace, String name) {
    return existing.stream()
        .map(e -> e.indexOf('/') < 0 ? "*/" + e : e)
        .anyMatch(e -> glob(e, namespace + "/" + name));
  }

  private static boolean glob(String pattern, String text) {
    return text.matches(
        Stream.of(pattern.split("\\*+", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
  }
}
