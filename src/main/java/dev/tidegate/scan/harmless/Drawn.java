package dev.tidegate.scan.harmless;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells what was drawn at random from what somebody wrote. */
public final class Drawn {
  private static final Pattern NAME_PART = Pattern.compile("[A-Za-z]*[0-9]{0,2}|v?[0-9]{1,4}");

  /** Starts with a letter; capitals or signs part its words. */
  private static final Pattern IDENTIFIER =
      Pattern.compile(
          "_{0,2}[A-Za-z][A-Za-z0-9]*(?:(?<=[a-z0-9])[A-Z]|[_./:$-])[A-Za-z0-9_./:$-]*");

  private static final Pattern WORD = Pattern.compile("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+");
  private static final Pattern VOWELS = Pattern.compile("(?i)[aeiouyr]");

  /** A group three times over: {@code 1234-1234-1234}. */
  private static final Pattern COPIES = Pattern.compile("([A-Za-z0-9]{4,8}[-_.])\\1\\1");

  private static final int LONG = 20;
  private static final byte[] KINDS = kinds();

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

  /**
   * True for what a program is made of: {@code V1SecretVolumeSource}, {@code
   * PBKDF2WithHmacSHA512/224}. Every word has three letters or more, but for one; few digits, and
   * small letters behind them once at most.
   */
  static boolean named(String v) {
    if (!IDENTIFIER.matcher(v).matches()) {
      return false;
    }
    int digits = 0;
    int words = 0;
    int shorter = 0;
    int behind = 0;
    boolean spoken = true;
    boolean longer = false;
    boolean mixed = v.chars().anyMatch(Character::isLowerCase);
    Matcher m = WORD.matcher(v);
    while (m.find()) {
      String word = m.group();
      if (Character.isDigit(word.charAt(0))) {
        digits += word.length();
        continue;
      }
      words++;
      boolean small = Character.isLowerCase(word.charAt(0));
      behind += small && m.start() > 0 && Character.isDigit(v.charAt(m.start() - 1)) ? 1 : 0;
      shorter += word.length() < 3 ? 1 : 0;
      longer |= word.length() >= 4;
      boolean acronym = mixed && word.length() < 6 && upper(word);
      spoken &= word.length() < 4 || acronym || VOWELS.matcher(word).find();
    }
    return words >= 2
        && shorter <= 1
        && behind <= 1
        && longer
        && spoken
        && digits * 3 <= v.length();
  }

  private static boolean upper(String word) {
    return word.chars().allMatch(Character::isUpperCase);
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
        && !named(v)
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
    int end;
    for (int at = Runs.next(lines, 0, LONG, KINDS);
        at >= 0;
        at = Runs.next(lines, end, LONG, KINDS)) {
      int kinds = 0;
      for (end = at; end < lines.length && KINDS[lines[end] & 0xff] != 0; end++) {
        kinds |= KINDS[lines[end] & 0xff];
      }
      if ((kinds & 7) == 7) {
        return true;
      }
    }
    return false;
  }

  /** A small letter, a capital, a digit, another character of base64: one bit each. */
  private static byte[] kinds() {
    byte[] kinds = new byte[256];
    Arrays.fill(kinds, 'a', 'z' + 1, (byte) 1);
    Arrays.fill(kinds, 'A', 'Z' + 1, (byte) 2);
    Arrays.fill(kinds, '0', '9' + 1, (byte) 4);
    for (char c : "+/=".toCharArray()) {
      kinds[c] = 8;
    }
    return kinds;
  }
}
