package dev.tidegate.secret;

import java.nio.charset.StandardCharsets;

/** A value that cannot be printed. Only {@link #reveal()} shows it. */
public final class Secret {
  private final String value;

  public Secret(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("an empty secret");
    }
    this.value = value;
  }

  /** The value itself; hand it to the one call that needs it and keep it nowhere. */
  public String reveal() {
    return value;
  }

  public byte[] revealBytes() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
