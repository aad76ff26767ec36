package dev.tidegate.client.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is refused before anything runs: the sandbox holds the line, this only says early and
 * plainly what would run code or leave the repository at plan time.
 */
final class DenyList {
  private static final List<Rule> RULES =
      List.of(
          new Rule(
              "\\bdata\\s+\"?external\\b|\"external\"\\s*:\\s*[\\[{]",
              "the external data source runs a program at plan time"),
          new Rule(
              "\\bprovisioner\"?\\s*:?\\s*[\\[{]*\\s*\"?(local-exec|remote-exec)\\b",
              "a provisioner runs commands that no plan shows"),
          new Rule(
              "\\bsource\"?\\s*[=:]\\s*\"(git::|git@|github\\.com/|https?://|ssh://|hg::|s3::|gcs::|bitbucket\\.org/)",
              "a module is fetched from outside the repository; vendor it"),
          new Rule("/proc/(self|[0-9]+)/", "it reads process files of the runner"));

  private DenyList() {}

  private record Rule(Pattern pattern, String why) {
    Rule(String pattern, String why) {
      this(Pattern.compile(pattern), why);
    }
  }

  /** Why this root is not planned; empty where nothing speaks against it. */
  static Optional<String> refuses(Tree before, Tree after, String root) {
    Set<String> folders = LocalModules.of(after, root);
    for (FileEntry file : after.under("")) {
      Optional<String> why = file(after, file, root, folders);
      if (why.isPresent()) {
        return why;
      }
    }
    String then = Configuration.backend(before, root);
    if (!then.isEmpty() && !then.equals(Configuration.backend(after, root))) {
      return Optional.of(
          "the backend of " + root + " is switched: the plan would read another state");
    }
    String lock = root.isEmpty() ? ".terraform.lock.hcl" : root + "/.terraform.lock.hcl";
    if (before.at(lock).isPresent() && after.at(lock).isEmpty()) {
      return Optional.of("the lock file " + lock + " is removed");
    }
    return Optional.empty();
  }

  private static Optional<String> file(
      Tree tree, FileEntry file, String root, Set<String> folders) {
    String path = file.path();
    if (path.contains("terraform-provisioner-") || ("/" + path).contains("/terraform.d/plugins/")) {
      return Optional.of(path + ": Terraform would run this file at plan time");
    }
    if (file.name().equals(".terraformrc") || file.name().equals("terraform.rc")) {
      return Optional.of(path + ": a CLI configuration can replace providers (dev_overrides)");
    }
    boolean below = root.isEmpty() || path.startsWith(root + "/");
    if (!Configuration.is(file) || !(below || folders.contains(LocalModules.folder(path)))) {
      return Optional.empty();
    }
    if (file.size() > Configuration.LIMIT) {
      return Optional.of(path + ": it is too large to be looked at before it is planned");
    }
    String text = Configuration.text(tree, file);
    return RULES.stream()
        .filter(r -> r.pattern().matcher(text).find())
        .map(r -> path + ": " + r.why())
        .findFirst();
  }
}
