package dev.tidegate.manifest.exec;

/** Text templates (Helm, Jinja) seen as the text around their directives. */
final class Templates {
  private Templates() {}

  /** Directives become underscores, or nothing where they fill their line; lines stay in place. */
  static String blank(String text) {
    StringBuilder out = new StringBuilder(text);
    int at = text.indexOf("{{");
    while (at >= 0) {
      int close = text.indexOf("}}", at);
      int end = close < 0 ? text.length() : close + 2;
      boolean alone =
          onlyBlanks(text, text.lastIndexOf('\n', at) + 1, at)
              && onlyBlanks(text, end, lineEnd(text, end));
      for (int i = at; i < end; i++) {
        if (text.charAt(i) != '\n') {
          out.setCharAt(i, alone ? ' ' : '_');
        }
      }
      at = text.indexOf("{{", end);
    }
    return out.toString();
  }

  private static int lineEnd(String text, int from) {
    int end = text.indexOf('\n', from);
    return end < 0 ? text.length() : end;
  }

  private static boolean onlyBlanks(String text, int from, int to) {
    return text.substring(from, to).isBlank();
  }
}
