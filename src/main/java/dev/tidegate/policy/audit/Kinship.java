package dev.tidegate.policy.audit;

import dev.tidegate.scan.Scanner;

/**
 * Tells whether a version of a file can hold another secret than the one before: only where lines
 * that differ, or lines around them, could mean something to a rule. Errs towards yes.
 */
final class Kinship {
  private static final int AROUND = 3;
  private static final int FURTHEST = 60;
  private static final int LONGEST = 400;
  private static final int EDITS = 40;

  private final Scanner scanner;

  Kinship(Scanner scanner) {
    this.scanner = scanner;
  }

  /** False only where whatever is found in {@code old} is found in {@code next}, and no more. */
  boolean differ(Lines old, Lines next) {
    int i = 0;
    int j = 0;
    int edits = 0;
    while (i < old.count() || j < next.count()) {
      if (i < old.count() && j < next.count() && old.same(i, next, j)) {
        i++;
        j++;
        continue;
      }
      int[] met = meet(old, i, next, j);
      if (met.length == 0
          || ++edits > EDITS
          || telling(old, i, met[0])
          || telling(next, j, met[1])) {
        return true;
      }
      i = met[0];
      j = met[1];
    }
    return false;
  }

  /** The nearest lines from which on both go on alike; none: they are too far away. */
  private static int[] meet(Lines old, int i, Lines next, int j) {
    for (int far = 1; far <= FURTHEST; far++) {
      for (int a = 0; a <= far; a++) {
        if (alike(old, i + a, next, j + far - a)) {
          return new int[] {i + a, j + far - a};
        }
      }
    }
    return new int[0];
  }

  private static boolean alike(Lines old, int i, Lines next, int j) {
    if (i >= old.count() || j >= next.count()) {
      return i == old.count() && j == next.count();
    }
    boolean more = i + 1 < old.count() && j + 1 < next.count();
    return old.same(i, next, j)
        && (more ? old.same(i + 1, next, j + 1) : i + 1 == old.count() && j + 1 == next.count());
  }

  private boolean telling(Lines lines, int from, int to) {
    byte[] some = lines.between(from - AROUND, to + AROUND);
    return some.length > LONGEST * (to - from + 2 * AROUND + 1) || scanner.promises(some);
  }
}
