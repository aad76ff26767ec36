package dev.tidegate.schema.cel;

import java.util.List;

/** What Kubernetes can say of whole lists. */
final class Lists {
  private Lists() {}

  static boolean sorted(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      if (compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  static Object sum(List<?> list) {
    if (list.stream().allMatch(Long.class::isInstance)) {
      return list.stream().mapToLong(n -> (Long) n).sum();
    }
    return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).sum();
  }

  static Object extreme(List<?> list, int sign) {
    Object best =
        list.stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the list is empty"));
    for (Object one : list) {
      if (compare(one, best) * sign > 0) {
        best = one;
      }
    }
    return best;
  }

  private static int compare(Object a, Object b) {
    return a instanceof String s && b instanceof String t
        ? s.compareTo(t)
        : Double.compare(((Number) a).doubleValue(), ((Number) b).doubleValue());
  }
}
