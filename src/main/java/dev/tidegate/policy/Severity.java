package dev.tidegate.policy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a finding does to the verdict; the first is the strongest. */
public enum Severity {
  DENY,
  NEEDS_HUMAN,
  WARN,
  INFO;

  /**
   * As written in files and JSON: {@code deny}, {@code needs-human}, {@code warn}, {@code info}.
   */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @JsonCreator
  public static Severity of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  public boolean blocks() {
    return this == DENY || this == NEEDS_HUMAN;
  }
}
