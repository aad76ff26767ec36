package dev.tidegate.policy.rules.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A touched Terraform root that uses providers has its lock file, and every provider in it. */
public final class LockFile implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "terraform/lockfile",
          "A Terraform root commits its lock file",
          "Without .terraform.lock.hcl the next plan runs whatever provider version is newest, with"
              + " no checksum to hold it to.",
          "terraform init && git add .terraform.lock.hcl",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  private static final String NAME = ".terraform.lock.hcl";
  private static final long LARGEST = 4L << 20;
  private static final Pattern LOCKED = Pattern.compile("(?m)^provider\\s+\"([^\"]+)\"\\s*\\{");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (String declared : subject.fleet().terraformRoots()) {
      String root = declared.replaceFirst("/+$", "");
      boolean touched =
          subject.change().result().stream()
              .map(PathChange::path)
              .anyMatch(p -> p.startsWith(root + "/"));
      if (touched) {
        judge(root, subject.change().after(), findings);
      }
    }
  }

  private static void judge(String root, Tree tree, Findings findings) {
    StringBuilder code = new StringBuilder();
    for (FileEntry file : tree.under(root)) {
      boolean inRoot = file.path().lastIndexOf('/') == root.length();
      boolean terraform = file.path().endsWith(".tf") || file.path().endsWith(".tf.json");
      if (inRoot && terraform && file.hasContent()) {
        code.append(text(tree, file)).append('\n');
      }
    }
    Set<String> needed = Providers.needed(code.toString());
    Optional<FileEntry> lock = tree.at(root + "/" + NAME);
    if (needed.isEmpty()) {
      return;
    }
    String path = root + "/" + NAME;
    String init = "terraform -chdir='" + root + "' init && git add '" + path + "'";
    if (lock.isEmpty()) {
      findings.add(
          path,
          0,
          0,
          "missing",
          "The Terraform root " + root + " uses providers but has no lock file.",
          init);
      return;
    }
    String entries = text(tree, lock.get());
    for (String source : needed) {
      Optional<String> entry = entry(entries, source);
      if (entry.isEmpty() || !entry.get().contains("hashes")) {
        findings.add(
            entry.isEmpty() ? Severity.DENY : Severity.WARN,
            path,
            0,
            0,
            "provider " + source,
            entry.isEmpty()
                ? "The lock file has no entry for the provider " + source + "."
                : "The lock file's entry for the provider " + source + " has no checksums.",
            init);
      }
    }
  }

  /** The body of a provider's entry in a lock file. */
  private static Optional<String> entry(String entries, String source) {
    Matcher entry = LOCKED.matcher(entries);
    while (entry.find()) {
      String name = entry.group(1).toLowerCase(Locale.ROOT);
      if (name.equals(source) || name.endsWith("/" + source)) {
        return Optional.of(entries.substring(entry.end(), Providers.end(entries, entry.end())));
      }
    }
    return Optional.empty();
  }

  private static String text(Tree tree, FileEntry file) {
    return new String(tree.read(file, LARGEST), StandardCharsets.UTF_8);
  }
}
