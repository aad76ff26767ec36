package dev.tidegate.schema.cel.library;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/** What Kubernetes can say of whole lists. */
final class Lists {
  private Lists() {}

  static boolean sorted(List<?> list) {
    for (int i = 1; i < list.size(); i++) {
      if (Order.compare(list.get(i - 1), list.get(i)) > 0) {
        return false;
      }
    }
    return true;
  }

  static Object sum(List<?> list) {
    if (!list.isEmpty() && list.stream().allMatch(Duration.class::isInstance)) {
      return list.stream().map(Duration.class::cast).reduce(Duration.ZERO, Duration::plus);
    }
    if (list.stream().allMatch(Long.class::isInstance)) {
      return list.stream().mapToLong(n -> (Long) n).reduce(0, Math::addExact);
    }
    return list.stream().mapToDouble(n -> ((Number) n).doubleValue()).sum();
  }

  static Object extreme(List<?> list, int sign) {
    Object best =
        list.stream()
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("the list is empty"));
    for (Object one : list) {
      if (Order.compare(one, best) * sign > 0) {
        best = one;
      }
    }
    return best;
  }

  static long indexOf(List<?> list, Object wanted) {
    Allowance.charge(list.size());
    for (int i = 0; i < list.size(); i++) {
      if (Order.same(list.get(i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  static long lastIndexOf(List<?> list, Object wanted) {
    long found = indexOf(list.reversed(), wanted);
    return found < 0 ? -1 : list.size() - 1 - found;
  }

  static boolean hasAll(List<?> list, List<?> wanted) {
    return wanted.stream().allMatch(w -> has(list, w));
  }

  static boolean shares(List<?> list, List<?> other) {
    return other.stream().anyMatch(o -> has(list, o));
  }

  private static boolean has(Collection<?> list, Object wanted) {
    Allowance.charge(list.size());
    return list.stream().anyMatch(one -> Order.same(one, wanted));
  }
}
