package dev.tidegate.rollout.affected;

import dev.tidegate.rollout.App;

/**
 * The annotation {@code manifest-generate-paths} as Argo CD reads it: parts between semicolons; one
 * that begins with a slash counts from the repository's root, another from the source's path; a
 * changed file matches where it is the path, lies below it, or matches it as a glob.
 */
final class RefreshPaths {
  private RefreshPaths() {}

  static void add(String annotation, App.Source source, Dependencies needs) {
    for (String part : annotation.split(";", -1)) {
      String item = part.strip();
      if (item.isEmpty()) {
        continue;
      }
      TreeView.join(item.startsWith("/") ? "" : source.path(), item)
          .ifPresentOrElse(
              path -> {
                needs.folder(path);
                needs.matching(Globs.path(path));
              },
              () -> needs.unknown("manifest-generate-paths names " + item));
    }
  }
}
