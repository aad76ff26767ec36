package dev.tidegate.policy.rules.identity;

import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.syntax.PathGlob;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What an agent may do at a path; the first that a path has counts. */
enum Autonomy {
  /** Agents keep out. */
  FORBIDDEN(Severity.DENY),
  /** An agent proposes, a human commits. */
  MANUAL(Severity.NEEDS_HUMAN),
  /** A human approves what an agent does. */
  PROMPTED(Severity.NEEDS_HUMAN),
  /** An agent does it by itself. */
  STANDARD(Severity.INFO);

  private final Severity severity;

  Autonomy(Severity severity) {
    this.severity = severity;
  }

  Severity severity() {
    return severity;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  String remedy() {
    return switch (this) {
      case FORBIDDEN -> "A human writes and commits this change.";
      case MANUAL -> "A human reviews the change, approves it and lands it.";
      case PROMPTED -> "A human reviews the change and approves it.";
      case STANDARD -> "Nothing to mend.";
    };
  }

  /** Which paths have which level by the settings, the strictest level first. */
  record Paths(Map<Autonomy, List<PathGlob>> globs) {
    /** Throws {@link IllegalArgumentException} where a glob cannot be read. */
    static Paths of(PolicySettings settings, String rule) {
      Map<Autonomy, List<PathGlob>> globs = new EnumMap<>(Autonomy.class);
      for (Autonomy level : values()) {
        List<String> texts =
            level == STANDARD
                ? settings.milder(rule, level.word())
                : settings.stricter(rule, level.word());
        globs.put(level, texts.stream().map(PathGlob::of).toList());
      }
      return new Paths(globs);
    }

    Optional<Autonomy> at(String path) {
      return globs.entrySet().stream()
          .filter(e -> e.getValue().stream().anyMatch(g -> g.matches(path)))
          .map(Map.Entry::getKey)
          .findFirst();
    }
  }
}
