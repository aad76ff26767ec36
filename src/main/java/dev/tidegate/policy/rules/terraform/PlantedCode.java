package dev.tidegate.policy.rules.terraform;

import dev.tidegate.change.Addition;
import dev.tidegate.policy.FileRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import java.util.Locale;
import java.util.Optional;

/** Programs that Terraform would pick up from the repository and run while planning. */
public final class PlantedCode implements FileRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "terraform/planted-code",
          "The repository brings no program that Terraform runs while planning",
          "Terraform runs provisioner and provider programs that it finds in the root folder, before"
              + " anybody has approved anything.",
          "Remove the program; providers come from the registry by the lock file.",
          "Nobody.",
          Severity.DENY,
          false);

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(SourceFile file, Findings findings) {
    byName(file.path())
        .or(() -> byContent(file))
        .ifPresent(what -> say(file.path(), what, findings));
  }

  @Override
  public void judgeUnread(Addition addition, Findings findings) {
    byName(addition.file().path()).ifPresent(what -> say(addition.file().path(), what, findings));
  }

  private static void say(String path, String what, Findings findings) {
    findings.add(path, 0, 0, what, what + " is committed.", "git rm '" + path + "'");
  }

  private static Optional<String> byName(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    String name = lower.substring(lower.lastIndexOf('/') + 1);
    boolean source = name.matches(".*\\.(md|go|tf|ya?ml|txt)");
    if (!source
        && (name.startsWith("terraform-provisioner-") || name.startsWith("terraform-provider-"))) {
      return Optional.of("A Terraform plug-in program");
    }
    if (("/" + lower).contains("/terraform.d/")) {
      return Optional.of("A file in terraform.d, where Terraform looks for plug-ins");
    }
    return Optional.empty();
  }

  private static Optional<String> byContent(SourceFile file) {
    boolean cliConfig = file.named(".terraformrc", "terraform.rc", ".tofurc", "tofu.rc", ".tfrc");
    return cliConfig && !file.isLink() && file.text().contains("dev_overrides")
        ? Optional.of("A Terraform command line configuration with dev_overrides")
        : Optional.empty();
  }
}
