package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.deployed.Bundle;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.util.List;
import java.util.Optional;

/** {@code k8s/complete-manifest}: what an Application deploys says what it is. */
public final class CompleteManifest implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "k8s/complete-manifest",
          "Every document that an Application deploys has a kind and an apiVersion",
          "Argo CD stops the whole sync at such a document (\"Object 'Kind' is missing\"), or leaves its"
              + " file out without a word.",
          "Give the document its apiVersion and kind, or keep the file out of the Application's folder.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);
  private static final String APART =
      "or, where it is no manifest, keep it out: move it, or name it in the Application's"
          + " spec.source.directory.exclude.";

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    Said.fresh(subject, findings, CompleteManifest::look);
  }

  private static void look(Looked looked, Bundle bundle) {
    boolean kustomized = bundle.form() == Bundle.Form.KUSTOMIZE;
    for (String path : bundle.files()) {
      if (!isOther(path)) {
        file(looked, path, looked.content(path), kustomized);
      }
    }
  }

  /** A file of Helm or kustomize, below a folder that is read with all below it. */
  private static boolean isOther(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.matches("(?i)(kustomization\\.ya?ml|chart\\.yaml|values[^/]*\\.(ya?ml|json))");
  }

  private static void file(Looked looked, String path, String text, boolean kustomized) {
    List<YamlNode> documents = Yaml.read(text).documents();
    boolean read =
        kustomized
            || path.endsWith(".json")
            || (text.contains("apiVersion:")
                && text.contains("kind:")
                && text.contains("metadata:"));
    boolean object = false;
    int number = 0;
    for (YamlNode document : documents) {
      number++;
      boolean kind = has(document, "kind");
      boolean version = has(document, "apiVersion");
      boolean empty = document instanceof Scalar s && s.type() == YamlNode.Type.NULL;
      boolean fails = read || object || kind;
      if (!empty && !(kind && version) && (fails || means(document))) {
        String missing = kind ? "apiVersion" : version ? "kind" : "kind and no apiVersion";
        looked.say(
            path,
            document.line(),
            "document " + number + " " + missing,
            "Document %d of this file has no %s: %s"
                .formatted(
                    number,
                    missing,
                    !fails
                        ? "Argo CD leaves the whole file out without a word."
                        : kustomized
                            ? "kustomize cannot build it."
                            : kind
                                ? "Argo CD cannot apply it, and the sync fails."
                                : "Argo CD stops the whole sync there (Object 'Kind' is missing)."),
            "Give it " + (kind ? "its apiVersion" : "its apiVersion and kind") + ", " + APART);
      }
      object |= kind;
    }
  }

  private static boolean has(YamlNode document, String key) {
    return document.text(key).filter(t -> !t.isBlank()).isPresent();
  }

  /** True where it is meant as an object, although Argo CD would not see one. */
  private static boolean means(YamlNode document) {
    Optional<String> version = document.text("apiVersion");
    return version.filter(v -> v.matches("([a-z0-9.-]+/)?v\\d\\w*")).isPresent()
        || (document instanceof Mapping
            && document.text("metadata", "name").isPresent()
            && (document.at("spec").isPresent() || document.at("data").isPresent()));
  }
}
