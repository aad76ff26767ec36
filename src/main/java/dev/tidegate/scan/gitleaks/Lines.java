package dev.tidegate.scan.gitleaks;

/** Lines of a text, counted forward. */
final class Lines {
  private final String text;
  private int known;
  private int line = 1;
  private int start;

  Lines(String text) {
    this.text = text;
  }

  int[] at(int offset) {
    if (offset < known) {
      known = 0;
      line = 1;
      start = 0;
    }
    for (int i = text.indexOf('\n', known); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
      line++;
      start = i + 1;
    }
    known = Math.max(offset, start);
    return new int[] {line, offset - start + 1};
  }

  String text(int from, int to) {
    int end = text.indexOf('\n', to);
    return text.substring(text.lastIndexOf('\n', from - 1) + 1, end < 0 ? text.length() : end);
  }
}
