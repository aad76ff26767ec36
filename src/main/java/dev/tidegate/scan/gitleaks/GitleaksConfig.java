package dev.tidegate.scan.gitleaks;

import com.google.re2j.Matcher;
import dev.tidegate.scan.harmless.Drawn;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An organisation's own rules, read from gitleaks' file. Immutable, thread-safe. Time is linear in
 * the text for each rule whose keyword stands in it.
 */
public final class GitleaksConfig {
  private static final int MOST = 1_000;

  /** gitleaks' rule for names with values, which Tidegate judges by itself. */
  private static final String GENERAL = "generic-api-key";

  private final Map<String, GitleaksRule> rules;
  private final List<Allowed> allowed;
  private final List<Problem> problems;
  private final Set<String> disabled;
  private final String texts;

  GitleaksConfig(
      Map<String, GitleaksRule> rules,
      List<Allowed> allowed,
      List<Problem> problems,
      Set<String> disabled,
      String texts) {
    this.disabled = Set.copyOf(disabled);
    this.texts = texts;
    this.rules = rules;
    this.allowed = List.copyOf(allowed);
    this.problems = List.copyOf(problems);
  }

  /**
   * What cannot be followed.
   *
   * @param file the file's name
   * @param line from 1; 0 where it is not known
   */
  public record Problem(String file, int line, String what) {}

  /**
   * Reads a file; what it cannot follow is a problem, the rest counts.
   *
   * @param name the file's, for problems
   * @param files the text of another file that it extends, by the path written there
   */
  public static GitleaksConfig read(
      String name, String toml, Function<String, Optional<String>> files) {
    return new ConfigReader(files).read(name, toml);
  }

  /** The texts of the file and of those that it extends: what is found depends on nothing else. */
  public String texts() {
    return texts;
  }

  /** Equal texts are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof GitleaksConfig o && o.texts.equals(texts);
  }

  @Override
  public int hashCode() {
    return texts.hashCode();
  }

  /**
   * True where the file lets a value be that Tidegate found by itself.
   *
   * @param detector {@code assignment} for a name with a value, whose place counts too; a vendor's
   *     own format is let be by its value alone
   */
  public boolean letsBe(String detector, String path, String commit, String value, String line) {
    boolean general = detector.equals("assignment");
    String rule = general ? GENERAL : detector;
    if (general && disabled.contains(GENERAL)) {
      return true;
    }
    GitleaksMatch match = new GitleaksMatch(rule, "", 0, 0, value, value, line);
    return allowed.stream()
        .filter(a -> a.rules().isEmpty() || a.rules().contains(rule))
        .anyMatch(a -> general ? a.covers(path, commit, match) : a.knows(match));
  }

  public List<Problem> problems() {
    return problems;
  }

  public List<String> ruleIds() {
    return List.copyOf(rules.keySet());
  }

  /** True where the file says that whatever stands at this path is no matter; for general rules. */
  public boolean leavesOut(String path, String commit) {
    return allowed.stream().anyMatch(a -> a.rules().isEmpty() && a.leavesOut(path, commit));
  }

  /** Everything that the rules find in a file. */
  public List<GitleaksMatch> find(String path, String text, String commit) {
    if (leavesOut(path, commit)) {
      return List.of();
    }
    String lower = text.toLowerCase(Locale.ROOT);
    List<GitleaksMatch> found = new ArrayList<>();
    Lines lines = new Lines(text);
    for (GitleaksRule rule : rules.values()) {
      boolean here = rule.path().isEmpty() || rule.path().get().matcher(path).find();
      if (here && rule.wanted(lower)) {
        rule(rule, path, text, commit, lines, found);
      }
    }
    return found.stream().filter(m -> accompanied(m, found)).toList();
  }

  private boolean accompanied(GitleaksMatch match, List<GitleaksMatch> found) {
    GitleaksRule rule = rules.get(match.rule());
    return rule == null
        || rule.required().stream()
            .allMatch(near -> found.stream().anyMatch(other -> near.holds(match, other)));
  }

  private void rule(
      GitleaksRule rule,
      String path,
      String text,
      String commit,
      Lines lines,
      List<GitleaksMatch> found) {
    if (rule.regex().isEmpty()) {
      add(
          rule,
          path,
          commit,
          new GitleaksMatch(rule.id(), rule.description(), 1, 1, path, path, ""),
          found);
      return;
    }
    Matcher m = rule.regex().get().matcher(text);
    for (int from = 0; found.size() < MOST && from <= text.length() && m.find(from); ) {
      int[] place = lines.at(m.start());
      String secret = secret(rule, m);
      GitleaksMatch match =
          new GitleaksMatch(
              rule.id(),
              rule.description(),
              place[0],
              place[1],
              secret,
              m.group(),
              lines.text(m.start(), m.end()));
      if (rule.entropy() == 0 || Drawn.entropy(secret) > rule.entropy()) {
        add(rule, path, commit, match, found);
      }
      from = Math.max(m.end(), m.start() + 1);
    }
  }

  private void add(
      GitleaksRule rule,
      String path,
      String commit,
      GitleaksMatch match,
      List<GitleaksMatch> found) {
    boolean silenced =
        rule.allowed().stream().anyMatch(a -> a.covers(path, commit, match))
            || allowed.stream()
                .filter(a -> a.rules().isEmpty() || a.rules().contains(rule.id()))
                .anyMatch(a -> a.covers(path, commit, match));
    if (!silenced) {
      found.add(match);
    }
  }

  private static String secret(GitleaksRule rule, Matcher m) {
    if (rule.group() > 0) {
      return Optional.ofNullable(m.group(rule.group())).orElse("");
    }
    for (int g = 1; g <= m.groupCount(); g++) {
      String group = m.group(g);
      if (group != null && !group.isEmpty()) {
        return group;
      }
    }
    return m.group();
  }
}
