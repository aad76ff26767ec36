package dev.tidegate.config.shape;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that exist, as far as a configuration file may speak of them. */
public interface KnownRules {
  /** Their ids; empty where any is taken. */
  Set<String> ids();

  /** The names of a rule's options. */
  Set<String> options(String rule);

  /** What to write instead, where an option's values cannot be used. */
  Optional<String> fault(String rule, String option, List<String> values);

  /** Ids without anything known of their options. */
  static KnownRules named(Set<String> ids) {
    return new KnownRules() {
      @Override
      public Set<String> ids() {
        return ids;
      }

      @Override
      public Set<String> options(String rule) {
        return Set.of();
      }

      @Override
      public Optional<String> fault(String rule, String option, List<String> values) {
        return Optional.empty();
      }
    };
  }
}
