package dev.tidegate.policy;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * How strictly each rule judges, by rule id; a rule that is not named judges as it does by itself.
 */
public record PolicySettings(Map<String, RuleSetting> rules) {
  public PolicySettings {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  public static PolicySettings standard() {
    return new PolicySettings(Map.of());
  }

  /**
   * The level set for a finding of a rule at a path: the first path override that matches, else the
   * rule's own level; empty where nothing is set. Findings without a path give an empty path.
   */
  public Optional<Level> level(String rule, String path) {
    RuleSetting setting = rules.get(rule);
    if (setting == null) {
      return Optional.empty();
    }
    return setting.paths().stream()
        .filter(p -> p.covers(path))
        .map(PathLevel::level)
        .findFirst()
        .or(setting::level);
  }

  /** The values of a rule's option; empty where it is not set. */
  public List<String> option(String rule, String name) {
    RuleSetting setting = rules.get(rule);
    return setting == null ? List.of() : setting.options().getOrDefault(name, List.of());
  }

  /**
   * These settings, stated by the server, over those of the judged repository. Where the server
   * sets a rule's level, the repository may only make it stricter; an option that the server sets
   * stays; the server's path overrides come first. What was not followed is told in the notes.
   */
  public Merged over(PolicySettings repository) {
    Map<String, RuleSetting> merged = new LinkedHashMap<>(rules);
    List<String> notes = new ArrayList<>();
    repository.rules.forEach((rule, theirs) -> {
      RuleSetting ours = rules.get(rule);
      merged.put(rule, ours == null ? theirs : merge(rule, ours, theirs, notes));
    });
    return new Merged(new PolicySettings(merged), List.copyOf(notes));
  }

  private static RuleSetting merge(
      String rule, RuleSetting ours, RuleSetting theirs, List<String> notes) {
    Optional<Level> floor = ours.level();
    Optional<Level> level = theirs.level().map(l -> atLeast(floor, l, rule, notes)).or(() -> floor);
    List<PathLevel> paths = new ArrayList<>(ours.paths());
    for (PathLevel p : theirs.paths()) {
      paths.add(new PathLevel(p.match(), atLeast(floor, p.level(), rule, notes)));
    }
    Map<String, List<String>> options = new LinkedHashMap<>(theirs.options());
    ours.options()
        .forEach((name, values) -> {
          List<String> before = options.put(name, values);
          if (before != null && !before.equals(values)) {
            notes.add("rules." + rule + ".options." + name + ": the server's value stands");
          }
        });
    return new RuleSetting(level, options, paths);
  }

  private static Level atLeast(
      Optional<Level> floor, Level wanted, String rule, List<String> notes) {
    if (floor.isPresent() && wanted.compareTo(floor.get()) > 0) {
      notes.add(
          "rules."
              + rule
              + ": the server says "
              + floor.get().word()
              + ", so the repository's "
              + wanted.word()
              + " is not followed");
      return floor.get();
    }
    return wanted;
  }

  /** The strictest first. */
  public enum Level {
    DENY,
    NEEDS_HUMAN,
    WARN,
    OFF;

    /** As written in files: {@code deny}, {@code needs-human}, {@code warn}, {@code off}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What a finding becomes at this level; empty where it is dropped. */
    public Optional<Severity> severity() {
      return switch (this) {
        case DENY -> Optional.of(Severity.DENY);
        case NEEDS_HUMAN -> Optional.of(Severity.NEEDS_HUMAN);
        case WARN -> Optional.of(Severity.WARN);
        case OFF -> Optional.empty();
      };
    }
  }

  /**
   * What is set for one rule.
   *
   * @param level for all paths; empty leaves the rule's own
   * @param options by name; their meaning is the rule's
   * @param paths overrides, the first that matches counts
   */
  public record RuleSetting(
      Optional<Level> level, Map<String, List<String>> options, List<PathLevel> paths) {
    public RuleSetting {
      options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
      paths = List.copyOf(paths);
    }
  }

  /**
   * Another level below some paths.
   *
   * @param match a glob over whole paths: {@code *} stays within a folder, {@code **} crosses them
   */
  public record PathLevel(String match, Level level) {
    /** Throws {@link IllegalArgumentException} where the glob cannot be read. */
    public PathLevel {
      matcher(match);
    }

    public boolean covers(String path) {
      try {
        return matcher(match).matches(Path.of(path));
      } catch (InvalidPathException e) {
        return false;
      }
    }

    private static PathMatcher matcher(String glob) {
      return FileSystems.getDefault().getPathMatcher("glob:" + glob);
    }
  }

  /**
   * @param notes what of the repository's settings is not followed, and why
   */
  public record Merged(PolicySettings settings, List<String> notes) {}
}
