package dev.tidegate.policy.rules.secret;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What gitleaks' files say on the protected base. What a change brings itself never counts, so
 * nobody excuses himself. Thread-safe.
 */
final class GitleaksBase {
  private static final long READ_AT_MOST = 2L * 1024 * 1024;
  private static final String ALLOW = "gitleaks:allow";
  private static final String IGNORE = ".gitleaksignore";

  private final String path;
  private final Map<BlobId, GitleaksConfig> read = new ConcurrentHashMap<>();

  /**
   * @param path of the configuration in the repository
   */
  GitleaksBase(String path) {
    this.path = path;
  }

  boolean isConfig(String file) {
    return file.equals(path);
  }

  /** The organisation's rules, where the base has them. */
  Optional<GitleaksConfig> config(SourceFile file) {
    Tree before = file.subject().change().before();
    return before
        .at(path)
        .filter(FileEntry::hasContent)
        .map(entry -> {
          if (read.size() > 8) {
            read.clear();
          }
          return read.computeIfAbsent(
              entry.blob(),
              blob ->
                  GitleaksConfig.read(text(before, entry.path()).orElse(""), p -> text(before, p)));
        });
  }

  /** Which of the base's files lets this line stand; empty: none. */
  Optional<String> allows(SourceFile file, int line) {
    Tree base = file.subject().change().before();
    if (!file.text().contains(ALLOW) && base.at(IGNORE).isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = file.text().lines().toList();
    if (line < 1 || line > lines.size()) {
      return Optional.empty();
    }
    String here = lines.get(line - 1);
    List<String> then = text(base, file.path()).map(t -> t.lines().toList()).orElseGet(List::of);
    if (here.contains(ALLOW) && then.contains(here)) {
      return Optional.of("a gitleaks:allow comment");
    }
    boolean ignored =
        text(base, IGNORE)
            .orElse("")
            .lines()
            .anyMatch(entry -> names(entry, file.path(), then, here));
    return ignored ? Optional.of(IGNORE) : Optional.empty();
  }

  /** {@code [commit:]path:rule:line}; the line as it stands on the base is meant. */
  private static boolean names(String entry, String path, List<String> then, String here) {
    String[] parts = entry.strip().split(":", -1);
    if (parts.length < 3
        || entry.startsWith("#")
        || !parts[parts.length - 1].matches("[0-9]{1,7}")) {
      return false;
    }
    int line = Integer.parseInt(parts[parts.length - 1]);
    String place = String.join(":", Arrays.copyOf(parts, parts.length - 2));
    boolean same =
        place.equals(path)
            || (place.matches("[0-9a-f]{40}:.*") && place.substring(41).equals(path));
    return same && line >= 1 && line <= then.size() && then.get(line - 1).equals(here);
  }

  private static Optional<String> text(Tree tree, String path) {
    return tree.at(path)
        .filter(entry -> entry.hasContent() && entry.size() <= READ_AT_MOST)
        .map(entry -> new String(tree.read(entry, READ_AT_MOST), StandardCharsets.UTF_8));
  }
}
