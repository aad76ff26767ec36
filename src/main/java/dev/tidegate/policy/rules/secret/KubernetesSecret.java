package dev.tidegate.policy.rules.secret;

import dev.tidegate.manifest.terraform.Constants;
import dev.tidegate.manifest.terraform.TerraformSecrets;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.scan.Scanner;
import dev.tidegate.scan.harmless.Keywords;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.hcl.Hcl;
import java.util.ArrayList;
import java.util.List;

/** {@code secret/kubernetes-secret}: no Secret with values, in whatever wrapping. */
public final class KubernetesSecret implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "secret/kubernetes-secret",
          "A Secret's values are not in git",
          "The data of a Kubernetes Secret is only encoded, not encrypted: whoever reads the repository"
              + " reads the values, today and in its history.",
          "Put the values into Infisical and commit an InfisicalSecret that names them.",
          "Whoever keeps the policy on the protected branch, with a reason and an end date.",
          Severity.DENY,
          false);

  private final Scanner scanner = Scanner.unkeyed();

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  private static final Keywords WORDS =
      new Keywords(List.of("secret", "\\u", "\\x", "u2vjcm", "nly3jld", "tzwnyzx", "\0"));

  @Override
  public void judge(SourceFile file, Findings findings) {
    if (file.isLink() || !mayHold(file)) {
      return;
    }
    Yaml.Stream yaml = file.yaml();
    List<YamlNode> documents = yaml.documents();
    if (yaml.problem().isPresent()) {
      documents = Yaml.readLoosely(file.text()).documents();
    }
    if (Hcl.named(file.path()) && !file.named(".json")) {
      documents = new ArrayList<>(TerraformSecrets.in(file.hcl().body()));
      documents.add(Constants.of(file.hcl().body()));
    }
    List<KubernetesSecrets.Secret> secrets = KubernetesSecrets.in(documents);
    secrets.forEach(s -> report(file, s, findings));
    if (yaml.problem().isPresent()
        && file.named(".yaml", ".yml", ".json", ".tpl", ".tmpl", ".txt", ".tf", ".tofu")) {
      for (KubernetesSecrets.Secret s : TemplatedSecrets.in(file.text())) {
        if (secrets.stream().noneMatch(known -> known.line() == s.line())) {
          report(file, s, findings);
        }
      }
    }
  }

  /** Only documents can hold one; an escape may hide the word itself. */
  private static boolean mayHold(SourceFile file) {
    if (file.isBinary()) {
      return false;
    }
    return WORDS.any(file.bytes())
        && (Hcl.named(file.path())
            || file.named(".yaml", ".yml", ".json", ".tpl", ".tmpl")
            || file.text().contains("kind"));
  }

  /** The values that are secrets by their names are looked for in the rest. */
  private void confirm(SourceFile file, KubernetesSecrets.Secret s) {
    for (KubernetesSecrets.Value v : s.values()) {
      long lines = v.text().chars().filter(c -> c == '\n').count();
      for (int line = v.line(); line <= v.line() + lines; line++) {
        file.subject().known().told(file.path(), line, v.text());
      }
      scanner
          .pair(v.key(), v.text(), v.line(), 0)
          .ifPresent(hit -> SecretText.confirm(hit, v.text(), file.subject().known()));
    }
  }

  private void report(SourceFile file, KubernetesSecrets.Secret s, Findings findings) {
    confirm(file, s);
    String name = s.name().replaceAll("[^A-Za-z0-9._-]", "?");
    String keys =
        s.keys().stream()
            .limit(8)
            .map(k -> k.replaceAll("[^A-Za-z0-9._/-]", "?"))
            .reduce((a, b) -> a + ", " + b)
            .orElse("");
    String more = s.keys().size() > 8 ? " and " + (s.keys().size() - 8) + " more" : "";
    String what =
        s.generator()
            ? "secretGenerator " + name + " makes a Secret from values in git: " + keys + more + "."
            : "Secret " + name + " holds values in git: " + keys + more + ".";
    findings.add(
        s.placeholders() ? Severity.WARN : Severity.DENY,
        file.path(),
        s.line(),
        s.column(),
        (s.generator() ? "generator/" : "secret/") + s.namespace() + "/" + name,
        what,
        InfisicalFix.manifest(s, file.path()));
  }
}
