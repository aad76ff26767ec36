package dev.tidegate.client.git.objects;

/**
 * Text from git objects, made fit to be shown: no control, bidirectional or invisible character.
 */
public final class Printable {
  private static final int MOST = 300;

  private Printable() {}

  /** Replaces what must not be shown by {@code \\u{HEX}} and cuts at 300 characters. */
  public static String of(String text) {
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length() && out.length() < MOST) {
      int c = text.codePointAt(at);
      if (hidden(c)) {
        out.append("\\u{").append(Integer.toHexString(c)).append('}');
      } else {
        out.appendCodePoint(c);
      }
      at += Character.charCount(c);
    }
    return at < text.length() ? out.append("...").toString() : out.toString();
  }

  /** True for control, format (bidirectional, zero width), private, surrogate and line ends. */
  public static boolean hidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> codePoint == 0x034F || codePoint == 0x115F || codePoint == 0x3164;
    };
  }
}
