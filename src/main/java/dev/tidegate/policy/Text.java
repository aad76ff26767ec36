package dev.tidegate.policy;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Bytes to text the way editors read them: by byte order mark, then by the pattern of zeros. */
final class Text {
  private static final int LOOK_AT = 4096;

  private Text() {}

  static String decode(byte[] bytes) {
    if (starts(bytes, 0xEF, 0xBB, 0xBF)) {
      return text(bytes, 3, StandardCharsets.UTF_8);
    }
    if (starts(bytes, 0xFF, 0xFE, 0, 0)) {
      return text(bytes, 4, StandardCharsets.UTF_32LE);
    }
    if (starts(bytes, 0, 0, 0xFE, 0xFF)) {
      return text(bytes, 4, StandardCharsets.UTF_32BE);
    }
    if (starts(bytes, 0xFF, 0xFE)) {
      return text(bytes, 2, StandardCharsets.UTF_16LE);
    }
    if (starts(bytes, 0xFE, 0xFF)) {
      return text(bytes, 2, StandardCharsets.UTF_16BE);
    }
    return text(bytes, 0, unmarked(bytes));
  }

  /** UTF-16 without a mark shows as zeros on one side of nearly every pair. */
  private static Charset unmarked(byte[] bytes) {
    int pairs = Math.min(bytes.length, LOOK_AT) / 2;
    int high = 0;
    int low = 0;
    for (int i = 0; i < pairs; i++) {
      high += bytes[2 * i] == 0 ? 1 : 0;
      low += bytes[2 * i + 1] == 0 ? 1 : 0;
    }
    if (low > pairs / 2 && high <= pairs / 20) {
      return StandardCharsets.UTF_16LE;
    }
    if (high > pairs / 2 && low <= pairs / 20) {
      return StandardCharsets.UTF_16BE;
    }
    return StandardCharsets.UTF_8;
  }

  private static String text(byte[] bytes, int from, Charset charset) {
    return new String(bytes, from, bytes.length - from, charset);
  }

  private static boolean starts(byte[] bytes, int... prefix) {
    if (bytes.length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if ((bytes[i] & 0xFF) != prefix[i]) {
        return false;
      }
    }
    return true;
  }
}
