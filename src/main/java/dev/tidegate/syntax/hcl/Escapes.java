package dev.tidegate.syntax.hcl;

/** Escapes in texts between quotes: {@code \\n}, {@code \\"}, {@code \\uNNNN} and their kin. */
final class Escapes {
  private Escapes() {}

  /** At a backslash; the character it stands for goes to the text. */
  static void take(Cursor in, StringBuilder text) {
    in.next();
    int c = in.peek();
    if (c < 0 || "nrt\"\\uU".indexOf(c) < 0) {
      throw in.refuse("an escape that does not exist");
    }
    in.next();
    switch (c) {
      case 'n' -> text.append('\n');
      case 'r' -> text.append('\r');
      case 't' -> text.append('\t');
      case 'u' -> text.appendCodePoint(code(in, 4));
      case 'U' -> text.appendCodePoint(code(in, 8));
      default -> text.append((char) c);
    }
  }

  private static int code(Cursor in, int digits) {
    int code = 0;
    for (int i = 0; i < digits; i++) {
      int digit = in.peek() < 0 ? -1 : Character.digit(in.peek(), 16);
      if (digit < 0 || code > Character.MAX_CODE_POINT >> 4) {
        throw in.refuse("an escape without a character");
      }
      code = code * 16 + digit;
      in.next();
    }
    return code;
  }
}
