package dev.tidegate.rollout.affected;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** The paths that something is made from. Folders hold everything below them. One thread. */
final class Dependencies {
  private final Set<String> files = new HashSet<>();
  private final Set<String> folders = new HashSet<>();
  private final List<Predicate<String>> patterns = new ArrayList<>();
  private final Set<String> unknown = new java.util.LinkedHashSet<>();

  void file(String path) {
    files.add(path);
  }

  void folder(String path) {
    folders.add(path);
  }

  void matching(Predicate<String> pattern) {
    patterns.add(pattern);
  }

  /** Something is read that cannot be followed: nothing is proven any more. */
  void unknown(String why) {
    unknown.add(why);
  }

  /** Why nothing can be proven, if so. */
  Optional<String> doubt() {
    return unknown.stream().findFirst();
  }

  boolean touchedBy(String path) {
    if (files.contains(path) || folders.contains("") || folders.contains(path)) {
      return true;
    }
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      if (folders.contains(path.substring(0, slash))) {
        return true;
      }
    }
    return patterns.stream().anyMatch(p -> p.test(path));
  }
}
