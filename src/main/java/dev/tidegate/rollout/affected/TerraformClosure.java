package dev.tidegate.rollout.affected;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.hcl.HclValue;
import dev.tidegate.syntax.hcl.HclValue.Call;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Template;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a Terraform root reads: its folder, local modules recursively, and the files that its
 * functions name. A name that is computed makes the answer unknown.
 */
final class TerraformClosure {
  private static final Set<String> READS =
      Set.of(
          "file",
          "filebase64",
          "filebase64sha256",
          "filebase64sha512",
          "filemd5",
          "filesha1",
          "filesha256",
          "filesha512",
          "fileexists",
          "fileset",
          "templatefile");

  private final TreeView tree;
  private final Dependencies needs;
  private final String root;
  private final Set<String> seen = new HashSet<>();

  TerraformClosure(Tree tree, String root, Dependencies needs) {
    this.tree = new TreeView(tree, needs);
    this.root = root;
    this.needs = needs;
  }

  void add() {
    needs.file(root);
    tree.follow(root).ifPresent(this::module);
  }

  private void module(String folder) {
    if (!seen.add(folder)) {
      return;
    }
    needs.folder(folder);
    for (FileEntry entry : tree.under(folder)) {
      String inside = folder.isEmpty() ? entry.path() : entry.path().substring(folder.length() + 1);
      boolean read = inside.matches("(?s).*\\.(tf|tofu)(\\.json)?");
      if (read && !inside.contains("/")) {
        tree.follow(entry.path())
            .flatMap(tree::text)
            .ifPresent(text -> configuration(folder, entry.path(), Hcl.read(entry.path(), text)));
      }
    }
  }

  private void configuration(String folder, String file, Hcl.File read) {
    read.problem().ifPresent(p -> needs.unknown(file + " cannot be read, " + p));
    read.body()
        .blocks("module")
        .flatMap(m -> m.body().get("source").stream())
        .forEach(source -> {
          if (source.constant().isEmpty()) {
            needs.unknown(file + " takes a module whose source is computed");
          }
          source.constant().filter(s -> s.startsWith(".")).ifPresent(s -> path(folder, s));
        });
    read.body()
        .allValues()
        .flatMap(v -> v.constant().stream())
        .filter(text -> text.startsWith("../") && text.chars().noneMatch(Character::isWhitespace))
        .forEach(text -> path(root, text));
    functions(folder, file, read.body().allValues());
  }

  private void functions(String folder, String file, Stream<HclValue> values) {
    values
        .filter(v -> v instanceof Call c && READS.contains(c.function()))
        .forEach(v -> reads(folder, file, (Call) v));
  }

  private void reads(String folder, String file, Call call) {
    Optional<String> target =
        call.parts().stream().findFirst().flatMap(name -> target(folder, file, name));
    if (target.isPresent() && call.function().equals("templatefile") && seen.add(target.get())) {
      String template = target.get();
      Hcl.Inside inside = tree.text(template).map(Hcl::template).orElse(Hcl.template(""));
      inside.problem().ifPresent(p -> needs.unknown(template + " cannot be read, " + p));
      functions(folder, template, inside.value().stream().flatMap(v -> v.all().stream()));
    }
  }

  /** The file or folder that an argument names: a text, or one behind {@code path.module}. */
  private Optional<String> target(String folder, String file, HclValue name) {
    if (name.constant().isPresent()) {
      return path(root, name.constant().get());
    }
    List<HclValue> parts = name instanceof Template t ? t.parts() : List.of(name);
    String base = parts.getFirst() instanceof Reference r ? r.names() : "";
    StringBuilder rest = new StringBuilder(".");
    parts.stream().skip(1).forEach(p -> rest.append(p.constant().orElse("\0")));
    if (!Set.of("path.module", "path.root", "path.cwd").contains(base) || rest.indexOf("\0") >= 0) {
      needs.unknown(file + " reads a file whose name is computed");
      return Optional.empty();
    }
    return path(base.equals("path.module") ? folder : root, rest.toString());
  }

  private Optional<String> path(String folder, String relative) {
    if (relative.startsWith("/") || relative.startsWith("~")) {
      return Optional.empty(); // outside the repository
    }
    Optional<String> joined = TreeView.join(folder, relative);
    if (joined.isEmpty()) {
      needs.unknown(folder + " uses " + relative + ", which leads out of the repository");
      return joined;
    }
    needs.file(joined.get());
    Optional<String> target = tree.follow(joined.get());
    target.ifPresent(t -> {
      needs.file(t);
      if (tree.isFolder(t)) {
        module(t);
      }
    });
    return target;
  }
}
