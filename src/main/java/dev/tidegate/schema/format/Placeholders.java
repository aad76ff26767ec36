package dev.tidegate.schema.format;

/** What another program fills in before the server sees it. */
public final class Placeholders {
  private Placeholders() {}

  /** True for a text with {@code ${X}}, {@code {{x}}} or the like in it, or that is encrypted. */
  public static boolean isIn(String text) {
    return text.length() > 3
        && (text.contains("${")
            || text.contains("{{")
            || text.contains("<path:")
            || text.startsWith("ENC["));
  }
}
