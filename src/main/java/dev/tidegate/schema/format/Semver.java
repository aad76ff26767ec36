package dev.tidegate.schema.format;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A semantic version, in the order of semver.org; what stands behind a plus sign does not count.
 *
 * @param numbers three
 * @param pre the parts of what makes it a pre-release
 */
public record Semver(List<Long> numbers, List<String> pre) implements Comparable<Semver> {
  private static final String NUMBER = "(0|[1-9]\\d{0,18})";
  private static final String PRE = "(?:0|[1-9]\\d*|\\d*[A-Za-z-][0-9A-Za-z-]*)";
  private static final Pattern FORM =
      Pattern.compile(
          "%1$s\\.%1$s\\.%1$s(?:-(%2$s(?:\\.%2$s)*+))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*+)?"
              .formatted(NUMBER, PRE));
  private static final int LONGEST = 250;

  public static Optional<Semver> of(String text) {
    Matcher m = FORM.matcher(text);
    if (text.length() > LONGEST || !m.matches()) {
      return Optional.empty();
    }
    List<String> pre = m.group(4) == null ? List.of() : List.of(m.group(4).split("\\."));
    return Optional.of(new Semver(List.of(number(m, 1), number(m, 2), number(m, 3)), pre));
  }

  private static Long number(Matcher m, int group) {
    return Long.valueOf(m.group(group));
  }

  @Override
  public int compareTo(Semver other) {
    for (int i = 0; i < 3; i++) {
      int order = numbers.get(i).compareTo(other.numbers.get(i));
      if (order != 0) {
        return order;
      }
    }
    for (int i = 0; i < Math.min(pre.size(), other.pre.size()); i++) {
      int order = order(pre.get(i), other.pre.get(i));
      if (order != 0) {
        return order;
      }
    }
    return pre.isEmpty() != other.pre.isEmpty()
        ? Boolean.compare(pre.isEmpty(), other.pre.isEmpty())
        : Integer.compare(pre.size(), other.pre.size());
  }

  /** Numbers stand before words. */
  private static int order(String a, String b) {
    boolean number = a.matches("\\d+");
    if (number && b.matches("\\d+")) {
      return new BigInteger(a).compareTo(new BigInteger(b));
    }
    return number == b.matches("\\d+") ? a.compareTo(b) : number ? -1 : 1;
  }
}
