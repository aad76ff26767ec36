package dev.tidegate.client.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.hcl.Hcl;
import dev.tidegate.syntax.hcl.HclBody;
import dev.tidegate.syntax.hcl.Written;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at configuration before Terraform does: no more than what is refused needs. */
final class Configuration {
  /** Bytes of a file that is looked at. */
  static final long LIMIT = 1 << 20;

  private Configuration() {}

  /** True for what Terraform or OpenTofu reads as configuration, overrides included. */
  static boolean is(FileEntry file) {
    return file.mode() != FileEntry.Mode.SUBMODULE
        && file.name().matches("(?s).*\\.(tf|tofu)(\\.json)?");
  }

  static Hcl.File read(Tree tree, FileEntry file) {
    return Hcl.read(file.path(), new String(tree.read(file, LIMIT), StandardCharsets.UTF_8));
  }

  /** Where a root keeps its state, as written; empty where it says nothing. */
  static String backend(Tree tree, String root) {
    return tree.under(root).stream()
        .filter(f -> is(f) && f.size() <= LIMIT)
        .flatMap(f -> states(read(tree, f)))
        .sorted()
        .collect(Collectors.joining(";"));
  }

  /** What cannot be read is no backend that another one could be the same as. */
  private static Stream<String> states(Hcl.File file) {
    if (file.problem().isPresent()) {
      return Stream.of("unreadable: " + file.problem().get());
    }
    return file.body()
        .blocks("terraform")
        .flatMap(t -> Stream.concat(t.body().blocks("backend"), t.body().blocks("cloud")))
        .map(b -> Written.of(new HclBody(java.util.List.of(), java.util.List.of(b))));
  }
}
