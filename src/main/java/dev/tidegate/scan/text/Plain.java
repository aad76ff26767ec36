package dev.tidegate.scan.text;

import java.util.Arrays;

/**
 * Text without what no reader sees: the NUL bytes of UTF-16 and UTF-32 and those put into a word,
 * and invisible characters in UTF-8. A longer run of NUL bytes, as in binary files, is a gap.
 */
public final class Plain {
  private Plain() {}

  /** The same array where nothing is to be left out. */
  public static byte[] of(byte[] content) {
    int first = first(content);
    if (first < 0) {
      return content;
    }
    boolean wide = wide(content);
    byte[] out = new byte[content.length];
    System.arraycopy(content, 0, out, 0, first);
    int n = first;
    for (int i = first; i < content.length; ) {
      int skip = content[i] == 0 ? zeros(content, i) : invisible(content, i);
      if (skip == 0) {
        out[n++] = content[i++];
      } else {
        if (content[i] == 0 && skip > 1 && !wide) {
          out[n++] = ' ';
        }
        i += skip;
      }
    }
    return Arrays.copyOf(out, n);
  }

  private static int first(byte[] content) {
    for (int i = 0; i < content.length; i++) {
      if (content[i] == 0 || (content[i] < -15 && invisible(content, i) > 0)) {
        return i;
      }
    }
    return -1;
  }

  private static int zeros(byte[] content, int at) {
    int end = at;
    while (end < content.length && content[end] == 0) {
      end++;
    }
    return end - at;
  }

  /** UTF-32: three bytes of four are NUL. */
  private static boolean wide(byte[] content) {
    int n = Math.min(content.length, 4096);
    int zeros = 0;
    for (int i = 0; i < n; i++) {
      zeros += content[i] == 0 ? 1 : 0;
    }
    return zeros * 10 >= n * 7 && zeros * 10 <= n * 8;
  }

  /** The length of a zero-width character, or 0. A byte order mark at the very start stays. */
  private static int invisible(byte[] b, int i) {
    if (i + 2 >= b.length || i == 0) {
      return 0;
    }
    int three = (b[i] & 0xff) << 16 | (b[i + 1] & 0xff) << 8 | (b[i + 2] & 0xff);
    boolean zeroWidth = three >= 0xe2808b && three <= 0xe2808f;
    return zeroWidth || three == 0xe281a0 || three == 0xefbbbf ? 3 : 0;
  }
}
