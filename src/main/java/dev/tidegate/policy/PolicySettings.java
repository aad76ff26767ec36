package dev.tidegate.policy;

import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import dev.tidegate.syntax.PathGlob;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How strictly each rule judges, by rule id; a rule that is not named judges as it does by itself.
 *
 * @param floor below which these settings, a repository's own, lower nothing; empty where nobody
 *     stands above them
 * @param exemptions what is excepted from the rules
 * @param custom rules of the file's own
 * @param organisation rules about secrets in gitleaks' own form, from the server's side
 */
public record PolicySettings(
    Map<String, RuleSetting> rules,
    Optional<Floor> floor,
    Exemptions exemptions,
    List<Rule> custom,
    Optional<GitleaksConfig> organisation) {
  public PolicySettings {
    rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    custom = List.copyOf(custom);
  }

  /** Without an organisation's own rules about secrets. */
  public PolicySettings(
      Map<String, RuleSetting> rules,
      Optional<Floor> floor,
      Exemptions exemptions,
      List<Rule> custom) {
    this(rules, floor, exemptions, custom, Optional.empty());
  }

  /** Settings that nobody stands above. */
  public PolicySettings(Map<String, RuleSetting> rules) {
    this(rules, Optional.empty(), Exemptions.none(), List.of());
  }

  public static PolicySettings standard() {
    return new PolicySettings(Map.of());
  }

  /** The same rules with these exceptions. */
  public PolicySettings excepting(Exemptions some) {
    return new PolicySettings(rules, floor, some, custom, organisation);
  }

  /**
   * What a finding of a rule does at a path; empty where it is dropped. Of the server's and the
   * repository's answer the stricter one counts, unless the server leaves the rule to the
   * repository.
   *
   * @param stated a severity that the rule gave to this very finding: settings only lower it
   * @param path empty for a finding without one
   */
  public Optional<Severity> severity(RuleDoc doc, Optional<Severity> stated, String path) {
    Optional<Level> level = level(doc.id(), path);
    if (floor.isEmpty()) {
      return at(level, doc, stated);
    }
    Optional<Severity> server = floor.get().server().severity(doc, stated, path);
    if (level.isEmpty()) {
      return server;
    }
    Optional<Severity> own = at(level, doc, stated);
    return floor.get().leaves(doc.id())
        ? own
        : Stream.of(server, own).flatMap(Optional::stream).min(Comparator.naturalOrder());
  }

  private static Optional<Severity> at(
      Optional<Level> level, RuleDoc doc, Optional<Severity> stated) {
    if (level.isEmpty()) {
      return Optional.of(stated.orElse(doc.severity()));
    }
    return level
        .get()
        .severity()
        .map(most -> stated.filter(s -> s.compareTo(most) > 0).orElse(most));
  }

  /**
   * The level set here for a finding of a rule at a path: the first path override that matches,
   * else the rule's own level; empty where nothing is set. Findings without a path give an empty
   * path.
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

  /** The values of a rule's option, the server's first; empty where it is not set. */
  public List<String> option(String rule, String name) {
    List<String> server =
        floor.map(f -> f.server().option(rule, name)).filter(v -> !v.isEmpty()).orElse(List.of());
    RuleSetting setting = rules.get(rule);
    return setting == null || !server.isEmpty()
        ? server
        : setting.options().getOrDefault(name, List.of());
  }

  /** The values of an option that only makes a rule stricter: the server's and the repository's. */
  public List<String> stricter(String rule, String name) {
    RuleSetting setting = rules.get(rule);
    Stream<String> own =
        setting == null ? Stream.empty() : setting.options().getOrDefault(name, List.of()).stream();
    Stream<String> server = floor.stream().flatMap(f -> f.server().option(rule, name).stream());
    return Stream.concat(server, own).distinct().toList();
  }

  /**
   * The values of an option that makes a rule milder: the server's; a repository's own only where
   * nobody stands above it, or the server leaves the rule to it.
   */
  public List<String> milder(String rule, String name) {
    return floor.isEmpty() || floor.get().leaves(rule)
        ? option(rule, name)
        : floor.get().server().option(rule, name);
  }

  /**
   * These settings, the server's, below those of a judged repository, which may only make rules
   * stricter but for those that the server leaves to it.
   *
   * @param left ids of those rules, or patterns such as {@code workflow/*}
   */
  public PolicySettings under(PolicySettings repository, List<String> left) {
    return new PolicySettings(
        repository.rules,
        Optional.of(new Floor(this, left)),
        exemptions.over(repository.exemptions),
        joined(repository.custom),
        organisation);
  }

  /** The same with an organisation's own rules about secrets. */
  public PolicySettings with(Optional<GitleaksConfig> some) {
    return new PolicySettings(rules, floor, exemptions, custom, some);
  }

  /** These settings, and where they say nothing about a rule, the others'. */
  public PolicySettings orElse(PolicySettings others) {
    Map<String, RuleSetting> merged = new LinkedHashMap<>(others.rules);
    rules.forEach((rule, ours) ->
        merged.merge(
            rule,
            ours,
            (theirs, mine) -> {
              Map<String, List<String>> options = new LinkedHashMap<>(theirs.options());
              options.putAll(mine.options());
              List<PathLevel> paths = new ArrayList<>(mine.paths());
              mine.level().ifPresentOrElse(l -> {}, () -> paths.addAll(theirs.paths()));
              return new RuleSetting(mine.level().or(theirs::level), options, paths);
            }));
    return new PolicySettings(
        merged,
        floor,
        exemptions.plus(others.exemptions.listed()),
        joined(others.custom),
        organisation.or(others::organisation));
  }

  /** These rules, and those of the others that have another name. */
  private List<Rule> joined(List<Rule> others) {
    List<Rule> all = new ArrayList<>(custom);
    others.stream()
        .filter(o -> custom.stream().noneMatch(c -> c.id().equals(o.id())))
        .forEach(all::add);
    return all;
  }

  /** The same with rules of its own. */
  public PolicySettings with(List<Rule> own) {
    return new PolicySettings(rules, floor, exemptions, own, organisation);
  }

  /**
   * What of the repository's settings is not followed, and why: one sentence each. Levels are
   * compared with what the rules do by themselves.
   */
  public List<String> notes(Collection<RuleDoc> docs) {
    if (floor.isEmpty()) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    for (RuleDoc doc : docs) {
      RuleSetting own = rules.get(doc.id());
      if (own != null) {
        floor.get().notes(doc, own, notes);
      }
    }
    return notes;
  }

  /**
   * The server's word.
   *
   * @param left ids of the rules, or patterns such as {@code workflow/*}, that repositories may
   *     lower
   */
  public record Floor(PolicySettings server, List<String> left) {
    public Floor {
      left = List.copyOf(left);
    }

    boolean leaves(String rule) {
      return left.stream().anyMatch(pattern -> PathGlob.of(pattern).matches(rule));
    }

    private void notes(RuleDoc doc, RuleSetting own, List<String> notes) {
      own.level().ifPresent(level -> note(doc, level, "", "", notes));
      own.paths().forEach(p -> note(doc, p.level(), p.match(), " at " + p.match(), notes));
      own.options()
          .forEach((name, values) -> {
            List<String> ours = server.option(doc.id(), name);
            boolean joined =
                doc.options().stream().anyMatch(o -> o.joined() && o.name().equals(name));
            if (!ours.isEmpty() && !ours.equals(values) && !joined) {
              notes.add("rules." + doc.id() + ".options." + name + ": the server's value stands");
            }
          });
    }

    private void note(RuleDoc doc, Level wanted, String path, String place, List<String> notes) {
      Optional<Severity> least = server.severity(doc, Optional.empty(), path);
      Optional<Severity> own = wanted.severity();
      boolean lower = least.isPresent() && (own.isEmpty() || own.get().compareTo(least.get()) > 0);
      if (lower && !leaves(doc.id())) {
        notes.add(
            "rules.%s: the server's policy says %s, so the repository's %s%s is not followed"
                .formatted(doc.id(), least.get().word(), wanted.word(), place));
      }
    }
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
      PathGlob.of(match);
    }

    public boolean covers(String path) {
      return PathGlob.of(match).matches(path);
    }
  }
}
