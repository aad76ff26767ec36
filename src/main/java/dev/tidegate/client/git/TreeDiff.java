package dev.tidegate.client.git;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import dev.tidegate.client.git.objects.GitTree;
import dev.tidegate.client.git.objects.Objects;
import dev.tidegate.client.git.objects.TreeWalker;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jgit.lib.ObjectId;

/** Which paths differ between trees; renames are not followed. */
final class TreeDiff {
  private TreeDiff() {}

  /** Paths of {@code after} that differ from any of {@code bases}, sorted; all without a base. */
  static List<PathChange> between(Objects objects, List<ObjectId> bases, ObjectId after) {
    Map<String, PathChange> changes = new TreeMap<>();
    if (bases.isEmpty()) {
      compare(objects, List.of(), after, changes);
    }
    for (ObjectId base : bases) {
      compare(objects, List.of(base), after, changes);
    }
    return new ArrayList<>(changes.values());
  }

  private static void compare(
      Objects objects, List<ObjectId> base, ObjectId after, Map<String, PathChange> changes) {
    Map<String, PathChange> here = new TreeMap<>();
    new TreeWalker(objects)
        .walk(
            "",
            after,
            base,
            (path, tree, i, first, j) ->
                here.put(
                    path,
                    new PathChange(
                        path,
                        j < 0
                            ? Optional.empty()
                            : Optional.of(GitTree.entry(objects, path, first, j)),
                        Optional.of(GitTree.entry(objects, path, tree, i)))));
    for (ObjectId before : base) {
      new TreeWalker(objects)
          .walk(
              "",
              before,
              List.of(after),
              (path, tree, i, first, j) -> {
                if (!here.containsKey(path)) {
                  FileEntry old = GitTree.entry(objects, path, tree, i);
                  here.put(path, new PathChange(path, Optional.of(old), Optional.empty()));
                }
              });
    }
    here.forEach(changes::putIfAbsent);
  }
}
