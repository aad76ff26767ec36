package dev.tidegate.change;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** A full SHA-1 commit id: 40 lower-case hex digits. */
public record CommitId(@JsonValue String hex) {
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public CommitId {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!HEX.matcher(hex).matches()) {
      throw new IllegalArgumentException("not a commit id of 40 hex digits");
    }
  }

  /** True for the all-zero id by which git says "no such commit". */
  public boolean isNone() {
    return hex.chars().allMatch(c -> c == '0');
  }

  public String abbreviated() {
    return hex.substring(0, 10);
  }

  @Override
  public String toString() {
    return hex;
  }
}
