package dev.tidegate.client.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.HclBody.Block;
import dev.tidegate.syntax.hcl.HclValue;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is refused before anything runs: the sandbox holds the line, this only says early and
 * plainly what would run code or leave the repository at plan time.
 */
final class DenyList {
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(?is)[a-z0-9+.-]+::.*|[a-z0-9+.-]+://.*|git@.*|(github\\.com|bitbucket\\.org)/.*|/.*");
  private static final Pattern PROCESS = Pattern.compile("/proc/(self|thread-self|[0-9]+)/");

  private DenyList() {}

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
    Hcl.File read = Configuration.read(tree, file);
    return read.problem()
        .map(p -> path + ":" + p.line() + ": it cannot be read: " + p.what())
        .or(() -> body(read.body()).map(why -> path + why));
  }

  private static Optional<String> body(HclBody body) {
    return body.allBlocks()
        .flatMap(b -> block(b).map(why -> ":" + b.line() + ": " + why).stream())
        .findFirst()
        .or(() ->
            body.allValues()
                .filter(v -> v.constant().filter(t -> PROCESS.matcher(t).find()).isPresent())
                .map(v -> ":" + v.line() + ": it reads process files of the runner")
                .findFirst());
  }

  private static Optional<String> block(Block b) {
    if (b.type().equals("data") && b.label(0).equals("external")) {
      return Optional.of("the external data source runs a program at plan time");
    }
    if (b.type().equals("provisioner") && !b.label(0).equals("file")) {
      return Optional.of("a provisioner runs commands that no plan shows");
    }
    return b.type().equals("module")
        ? b.body().get("source").flatMap(DenyList::module)
        : Optional.empty();
  }

  private static Optional<String> module(HclValue source) {
    if (source.constant().isEmpty()) {
      return Optional.of("the source of a module is computed; write it out");
    }
    return OUTSIDE.matcher(source.constant().get()).matches()
        ? Optional.of("a module is fetched from outside the repository; vendor it")
        : Optional.empty();
  }
}
