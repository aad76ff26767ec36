package dev.tidegate.policy.engine;

import dev.tidegate.change.Addition;
import dev.tidegate.change.BlobId;
import dev.tidegate.change.Change;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.PathChange;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One content at one path that is to be judged.
 *
 * @param inResult true where the head's tree still has this content at this path
 */
record Work(Addition addition, boolean inResult) {
  private record Key(String path, BlobId blob) {
    static Key of(FileEntry file) {
      return new Key(file.path(), file.blob());
    }
  }

  /**
   * Everything that a commit adds, and what else the result brings: after a dropped commit the
   * result can hold old contents that no new commit adds.
   */
  static List<Work> of(Change change) {
    Map<Key, Work> works = new LinkedHashMap<>();
    for (Addition addition : change.additions()) {
      FileEntry file = addition.file();
      boolean stands =
          change.after().at(file.path()).filter(f -> f.blob().equals(file.blob())).isPresent();
      works.putIfAbsent(Key.of(file), new Work(addition, stands));
    }
    for (PathChange path : change.result()) {
      path.after()
          .ifPresent(file ->
              works.putIfAbsent(
                  Key.of(file), new Work(new Addition(file, change.head(), path.before()), true)));
    }
    return new ArrayList<>(works.values());
  }
}
