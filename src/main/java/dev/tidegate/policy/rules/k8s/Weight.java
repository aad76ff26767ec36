package dev.tidegate.policy.rules.k8s;

/** What an option of {@code k8s/schema} makes of a finding. */
enum Weight {
  DENY,
  WARN,
  OFF;

  static Weight of(String word) {
    return switch (word) {
      case "deny" -> DENY;
      case "warn" -> WARN;
      case "off" -> OFF;
      default ->
          throw new IllegalArgumentException(
              "rules.k8s/schema.options: write deny, warn or off instead of " + word);
    };
  }
}
