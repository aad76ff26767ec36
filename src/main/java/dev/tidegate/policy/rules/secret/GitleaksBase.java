package dev.tidegate.policy.rules.secret;

import dev.tidegate.change.BlobId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.scan.Hit;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What gitleaks' files say on the protected base. What a change brings itself never counts, so
 * nobody excuses himself. Thread-safe.
 */
final class GitleaksBase {
  private static final long READ_AT_MOST = 2L * 1024 * 1024;
  private static final String ALLOW = "gitleaks:allow";
  private static final String IGNORE = ".gitleaksignore";

  private final String path;
  private final Optional<GitleaksConfig> above;
  private final Map<BlobId, GitleaksConfig> read = new ConcurrentHashMap<>();

  /**
   * @param path of the configuration in the repository
   * @param above the server's own
   */
  GitleaksBase(String path, Optional<GitleaksConfig> above) {
    this.path = path;
    this.above = above;
  }

  boolean isConfig(String file) {
    return file.equals(path);
  }

  /** The server's rules, and those of the base. */
  List<GitleaksConfig> configs(Subject subject) {
    return Stream.concat(above.stream(), config(subject).stream()).toList();
  }

  /** What decides beside the change itself. */
  List<String> basis(Subject subject) {
    List<String> basis = new ArrayList<>();
    configs(subject).forEach(config -> basis.add(config.texts()));
    basis.add(path);
    basis.add(text(subject.change().before(), IGNORE).orElse(""));
    return basis;
  }

  private Optional<GitleaksConfig> config(Subject subject) {
    Tree before = subject.change().before();
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
                  GitleaksConfig.read(
                      path, text(before, entry.path()).orElse(""), p -> text(before, p)));
        });
  }

  /** The lines of the file that is judged, cut where somebody asks. */
  static final class Lines {
    private final SourceFile file;
    private @Nullable List<String> all;

    Lines(SourceFile file) {
      this.file = file;
    }

    /** From 1; empty where there is none. */
    Optional<String> at(int line) {
      List<String> lines = all;
      if (lines == null) {
        lines = file.text().lines().toList();
        all = lines;
      }
      return line < 1 || line > lines.size() ? Optional.empty() : Optional.of(lines.get(line - 1));
    }
  }

  /** What lets it stand; empty: nothing. */
  Optional<String> allows(SourceFile file, Lines lines, Hit hit, String value) {
    boolean own = !hit.detector().startsWith("gitleaks/");
    String commit = file.addition().commit().hex();
    for (GitleaksConfig config : own ? configs(file.subject()) : List.<GitleaksConfig>of()) {
      String line = lines.at(hit.line()).orElse("");
      if (config.letsBe(hit.detector(), file.path(), commit, value, line)) {
        boolean server = above.filter(config::equals).isPresent();
        return Optional.of(
            server ? "the server's gitleaks file" : path + " on the protected branch");
      }
    }
    return marked(file, lines, hit.line()).map(what -> what + " on the protected branch");
  }

  private static Optional<String> marked(SourceFile file, Lines lines, int line) {
    Tree base = file.subject().change().before();
    boolean possible = file.text().contains(ALLOW) || base.at(IGNORE).isPresent();
    Optional<String> found = possible ? lines.at(line) : Optional.empty();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    String here = found.get();
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
