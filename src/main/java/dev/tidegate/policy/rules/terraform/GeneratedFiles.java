package dev.tidegate.policy.rules.terraform;

import dev.tidegate.change.Addition;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What Terraform writes stays out of git: state and plans hold every secret in clear text. */
public final class GeneratedFiles implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "terraform/generated-files",
          "What Terraform generates is not committed",
          "State, saved plans and generated kubeconfig or talosconfig files hold credentials in"
              + " clear text, and .terraform holds programs that the next plan would run.",
          "Remove the file from git, ignore it, and rotate what it held.",
          "Nobody for state and plans; whoever keeps the configuration for other paths.",
          Severity.DENY,
          false);

  private static final Pattern STATE =
      Pattern.compile(".*\\.tfstate(\\..*)?|\\.terraform\\.tfstate\\.lock\\.info");
  private static final Pattern PLAN =
      Pattern.compile(".*\\.(tfplan|tfplan\\.json)|tfplan(\\.json|\\.bin)?");
  private static final Pattern CRASH = Pattern.compile("crash(\\.[^/]*)?\\.log");
  private static final Pattern CREDENTIAL =
      Pattern.compile("(kubeconfig|talosconfig).*|.*\\.(kubeconfig|talosconfig)");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    byName(file.path())
        .or(() -> file.isLink() ? Optional.empty() : byContent(file))
        .ifPresent(what -> say(file.path(), what, findings));
  }

  @Override
  public void judgeUnread(Addition addition, Findings findings) {
    byName(addition.file().path()).ifPresent(what -> say(addition.file().path(), what, findings));
  }

  private static void say(String path, String what, Findings findings) {
    String ignored = path.contains("/") ? path.substring(path.lastIndexOf('/') + 1) : path;
    findings.add(
        path,
        0,
        0,
        what,
        what + " is committed.",
        "git rm --cached '%s' && echo '%s' >> .gitignore  # then rotate the credentials it held"
            .formatted(path, path.contains(".terraform/") ? ".terraform/" : ignored));
  }

  private static Optional<String> byName(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    String folders = "/" + lower.substring(0, lower.length() - name.length());
    if (folders.contains("/.terraform/")) {
      return Optional.of("A file of Terraform's working folder .terraform");
    }
    if (STATE.matcher(name).matches()) {
      return Optional.of("A Terraform state file");
    }
    if (PLAN.matcher(name).matches()) {
      return Optional.of("A saved Terraform plan");
    }
    if (CRASH.matcher(name).matches() && !folders.contains("/docs/")) {
      return Optional.of("A crash log");
    }
    if (folders.contains("/generated/") && CREDENTIAL.matcher(name).matches()) {
      return Optional.of("A generated kubeconfig or talosconfig");
    }
    return Optional.empty();
  }

  private static Optional<String> byContent(SourceFile file) {
    if (holdsPlan(file.bytes())) {
      return Optional.of("A saved Terraform plan under another name");
    }
    String text = file.text();
    if (!text.contains("\"terraform_version\"")) {
      return Optional.empty();
    }
    if (text.contains("\"lineage\"") && text.contains("\"serial\"")) {
      return Optional.of("A Terraform state file under another name");
    }
    return text.contains("\"planned_values\"") || text.contains("\"resource_changes\"")
        ? Optional.of("A Terraform plan as JSON")
        : Optional.empty();
  }

  /** True where a zip entry called {@code tfplan} starts anywhere, so also inside another file. */
  private static boolean holdsPlan(byte[] bytes) {
    for (int i = 0; i + 36 <= bytes.length; i++) {
      if (bytes[i] == 'P'
          && bytes[i + 1] == 'K'
          && bytes[i + 2] == 3
          && bytes[i + 3] == 4
          && bytes[i + 26] == 6
          && bytes[i + 27] == 0
          && new String(bytes, i + 30, 6, java.nio.charset.StandardCharsets.ISO_8859_1)
              .equals("tfplan")) {
        return true;
      }
    }
    return false;
  }
}
