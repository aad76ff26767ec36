package dev.tidegate.policy.rules.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclBody.Block;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

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
    List<HclBody> code = new ArrayList<>();
    for (FileEntry file : tree.under(root)) {
      boolean inRoot = file.path().lastIndexOf('/') == root.length();
      boolean terraform = file.name().matches("(?s).*\\.(tf|tofu)(\\.json)?");
      if (inRoot && terraform && file.hasContent()) {
        read(tree, file, findings).ifPresent(code::add);
      }
    }
    Set<String> needed = Providers.needed(code);
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
    Optional<HclBody> entries = read(tree, lock.get(), findings);
    if (entries.isEmpty()) {
      return;
    }
    for (String source : needed) {
      Optional<Block> entry = entry(entries.get(), source);
      if (entry.isEmpty() || entry.get().body().get("hashes").isEmpty()) {
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

  private static Optional<Block> entry(HclBody lock, String source) {
    return lock.blocks("provider")
        .filter(p -> {
          String name = p.label(0).toLowerCase(Locale.ROOT);
          return name.equals(source) || name.endsWith("/" + source);
        })
        .findFirst();
  }

  /** What a file says; one that cannot be read is told, because then nobody knows what it needs. */
  private static Optional<HclBody> read(Tree tree, FileEntry file, Findings findings) {
    String text = new String(tree.read(file, LARGEST), StandardCharsets.UTF_8);
    Hcl.File read = Hcl.read(file.path(), text);
    read.problem()
        .ifPresent(p ->
            findings.add(
                file.path(),
                p.line(),
                p.column(),
                "unreadable",
                "The file cannot be read, so the providers it needs are not known: "
                    + p.what()
                    + ".",
                "Correct the file: terraform fmt shows the place too."));
    return read.problem().isPresent() ? Optional.empty() : Optional.of(read.body());
  }
}
