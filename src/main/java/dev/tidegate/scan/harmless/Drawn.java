package dev.tidegate.scan.harmless;

import java.util.regex.Pattern;

/** Tells what was drawn at random from what somebody wrote. */
public final class Drawn {
  private static final Pattern NAME_PART = Pattern.compile("[A-Za-z]*[0-9]{0,2}|v?[0-9]{1,4}");

  /** A group three times over: {@code 1234-1234-1234}. */
  private static final Pattern COPIES = Pattern.compile("([A-Za-z0-9]{4,8}[-_.])\\1\\1");

  private static final int LONG = 20;

  private Drawn() {}

  /** True where somebody held down keys: most of it are runs of one character, or copies. */
  public static boolean typed(String v) {
    int same = 0;
    int run = 1;
    for (int i = 1; i <= v.length(); i++) {
      if (i < v.length() && v.charAt(i) == v.charAt(i - 1)) {
        run++;
      } else {
        same += run >= 4 ? run : 0;
        run = 1;
      }
    }
    return same * 3 > v.length() * 2 || COPIES.matcher(v).find();
  }

  static boolean fewCharacters(String v) {
    return v.chars().distinct().count() <= Math.min(4, v.length() / 3);
  }

  /** True where the value is made of words, such as a name: {@code grafana-admin-2}. */
  public static boolean wordy(String v) {
    for (String part : v.split("[-_./: ]", -1)) {
      if (!NAME_PART.matcher(part).matches() || mixedCase(part)) {
        return false;
      }
    }
    return true;
  }

  private static boolean mixedCase(String part) {
    int flips = 0;
    for (int i = 1; i < part.length(); i++) {
      if (Character.isUpperCase(part.charAt(i)) && Character.isLowerCase(part.charAt(i - 1))) {
        flips++;
      }
    }
    return flips > Math.max(2, part.length() / 6);
  }

  /** True where the value looks drawn, not written: several kinds of characters, high entropy. */
  public static boolean random(String v) {
    boolean digit = v.chars().anyMatch(c -> c >= '0' && c <= '9');
    boolean letter = v.chars().anyMatch(Character::isLetter);
    return v.length() >= 8
        && letter
        && (digit || v.length() >= 20)
        && !wordy(v)
        && !alphabet(v)
        && entropy(v) >= Math.min(2.9, Math.log(v.length()) / Math.log(2) - 1.0);
  }

  /** True where nearly all of it counts up as the alphabet does: {@code 1234567890abcdef}. */
  public static boolean sequence(String v) {
    int counted = 0;
    int run = 1;
    for (int i = 1; i <= v.length(); i++) {
      if (i < v.length() && follows(v.charAt(i - 1), v.charAt(i))) {
        run++;
      } else {
        counted += run >= 6 ? run : 0;
        run = 1;
      }
    }
    return counted * 2 > v.length() && counted >= 10;
  }

  private static boolean follows(char last, char c) {
    return Character.isLetterOrDigit(c)
        && (c == last + 1
            || (last == '9' && c == '0')
            || ((last == '0' || last == '9') && (c == 'a' || c == 'A')));
  }

  /** True for the alphabet itself or most of it. */
  private static boolean alphabet(String v) {
    int run = 1;
    for (int i = 1; i < v.length() && run < 18; i++) {
      run = follows(v.charAt(i - 1), v.charAt(i)) ? run + 1 : 1;
    }
    return run >= 18;
  }

  /** Bits per character. */
  public static double entropy(String v) {
    int[] counts = new int[256];
    v.chars().forEach(c -> counts[c & 0xff]++);
    double sum = 0;
    for (int n : counts) {
      if (n > 0) {
        double p = (double) n / v.length();
        sum -= p * Math.log(p) / Math.log(2);
      }
    }
    return sum;
  }

  /** True for a long run of small and capital letters and digits, as keys and encodings are. */
  public static boolean run(byte[] lines) {
    int start = 0;
    while (start + LONG <= lines.length) {
      int at = start + LONG - 1;
      int kinds = 0;
      int kind;
      while (at >= start && (kind = kind(lines[at])) != 0) {
        kinds |= kind;
        at--;
      }
      if (at >= start) {
        start = at + 1; // shorter than that, and jumped over unread
        continue;
      }
      int end = start + LONG;
      while (end < lines.length && (kind = kind(lines[end])) != 0) {
        kinds |= kind;
        end++;
      }
      if ((kinds & 7) == 7) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static int kind(byte b) {
    return b >= 'a' && b <= 'z'
        ? 1
        : b >= 'A' && b <= 'Z'
            ? 2
            : b >= '0' && b <= '9' ? 4 : b == '+' || b == '/' || b == '=' ? 8 : 0;
  }
}
