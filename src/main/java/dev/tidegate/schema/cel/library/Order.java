package dev.tidegate.schema.cel.library;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** Which values CEL takes for equal, and how it orders them. */
final class Order {
  private Order() {}

  /** Numbers are equal by value, whatever their types. */
  static boolean same(Object a, Object b) {
    if (a instanceof Number && b instanceof Number) {
      return compare(a, b) == 0;
    }
    if (a instanceof List<?> s && b instanceof List<?> t) {
      Allowance.charge(s.size());
      return s.size() == t.size()
          && IntStream.range(0, s.size()).allMatch(i -> same(s.get(i), t.get(i)));
    }
    if (a instanceof Map<?, ?> m && b instanceof Map<?, ?> n) {
      Allowance.charge(m.size());
      return m.size() == n.size()
          && m.entrySet().stream()
              .allMatch(e -> n.containsKey(e.getKey()) && same(e.getValue(), n.get(e.getKey())));
    }
    return Objects.equals(a, b);
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static int compare(Object a, Object b) {
    if (a instanceof Long m && b instanceof Long n) {
      return m.compareTo(n);
    }
    if (a instanceof Number m && b instanceof Number n) {
      return Double.compare(m.doubleValue(), n.doubleValue());
    }
    if (a instanceof Comparable c && a.getClass() == b.getClass()) {
      return c.compareTo(b);
    }
    throw new IllegalArgumentException("these cannot be put in order");
  }
}
