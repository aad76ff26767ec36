package dev.tidegate.scan.harmless;

import java.util.function.IntPredicate;

/**
 * Long runs of bytes of some kind, looked for from where one would end: of what stands between them
 * most is jumped over unread.
 */
public final class Runs {
  private Runs() {}

  /** A table of 256 that says which characters belong to a run: 1, or 0. */
  public static byte[] of(IntPredicate ascii) {
    byte[] table = new byte[256];
    for (int c = 0; c < 128; c++) {
      table[c] = (byte) (ascii.test(c) ? 1 : 0);
    }
    return table;
  }

  /**
   * Where the next run of at least so many bytes begins; -1 where there is none.
   *
   * @param from nothing before it counts
   * @param kinds for each of 256 byte values what it is; 0: no part of a run
   */
  public static int next(byte[] bytes, int from, int least, byte[] kinds) {
    int start = from;
    while (start + least <= bytes.length) {
      int at = start + least - 1;
      while (at >= start && kinds[bytes[at] & 0xff] != 0) {
        at--;
      }
      if (at < start) {
        return start;
      }
      start = at + 1;
    }
    return -1;
  }
}
