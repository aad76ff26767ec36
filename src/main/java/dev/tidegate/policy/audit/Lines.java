package dev.tidegate.policy.audit;

import java.util.Arrays;

/** A content cut into lines. */
final class Lines {
  private final byte[] bytes;
  private final int[] starts;
  private final int count;

  Lines(byte[] bytes) {
    this.bytes = bytes;
    int[] at = new int[bytes.length / 16 + 16];
    int n = 1;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        if (n + 1 >= at.length) {
          at = Arrays.copyOf(at, at.length * 2);
        }
        at[n++] = i + 1;
      }
    }
    at[n] = bytes.length;
    this.starts = at;
    this.count = n;
  }

  int count() {
    return count;
  }

  /** The bytes of the lines {@code [from, to)}, as far as they exist. */
  byte[] between(int from, int to) {
    return Arrays.copyOfRange(
        bytes, starts[Math.clamp(from, 0, count)], starts[Math.clamp(to, 0, count)]);
  }

  boolean same(int i, Lines other, int j) {
    return Arrays.equals(
        bytes, starts[i], starts[i + 1], other.bytes, other.starts[j], other.starts[j + 1]);
  }
}
