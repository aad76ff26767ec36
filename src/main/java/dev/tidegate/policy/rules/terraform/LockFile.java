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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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
  private static final Pattern COMMENT = Pattern.compile("(?m)^\\s*(#|//).*$|/\\*[\\s\\S]*?\\*/");
  private static final Pattern REQUIRED = Pattern.compile("required_providers\"?\\s*[:=]?\\s*\\{");
  private static final Pattern SOURCE = Pattern.compile("\"?source\"?\\s*[=:]\\s*\"([^\"\\s]+)\"");
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
    Set<String> needed = new TreeSet<>();
    for (FileEntry file : tree.under(root)) {
      boolean inRoot = file.path().lastIndexOf('/') == root.length();
      boolean terraform = file.path().endsWith(".tf") || file.path().endsWith(".tf.json");
      if (inRoot && terraform && file.hasContent()) {
        needed.addAll(required(text(tree, file)));
      }
    }
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
          "The Terraform root " + root + " requires providers but has no lock file.",
          init);
      return;
    }
    String locked =
        LOCKED
            .matcher(text(tree, lock.get()))
            .results()
            .map(m -> m.group(1).toLowerCase(java.util.Locale.ROOT))
            .collect(Collectors.joining("\n"));
    for (String source : needed) {
      boolean found = locked.lines().anyMatch(l -> l.equals(source) || l.endsWith("/" + source));
      if (!found) {
        findings.add(
            path,
            0,
            0,
            "provider " + source,
            "The lock file has no entry for the required provider " + source + ".",
            init);
      }
    }
  }

  private static String text(Tree tree, FileEntry file) {
    return new String(tree.read(file, LARGEST), StandardCharsets.UTF_8);
  }

  /** The sources in every {@code required_providers} block; Terraform's built-in one left out. */
  private static Set<String> required(String text) {
    Set<String> sources = new TreeSet<>();
    String code = COMMENT.matcher(text).replaceAll("");
    Matcher block = REQUIRED.matcher(code);
    while (block.find()) {
      Matcher source = SOURCE.matcher(code.substring(block.end(), end(code, block.end())));
      while (source.find()) {
        String name = source.group(1).toLowerCase(java.util.Locale.ROOT);
        if (!name.startsWith("terraform.io/builtin/")) {
          sources.add(name);
        }
      }
    }
    return sources;
  }

  /** Behind the brace that closes the block opened before {@code from}. */
  private static int end(String code, int from) {
    int depth = 1;
    for (int i = from; i < code.length(); i++) {
      depth += code.charAt(i) == '{' ? 1 : code.charAt(i) == '}' ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    return code.length();
  }
}
