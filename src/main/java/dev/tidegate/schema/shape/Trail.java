package dev.tidegate.schema.shape;

import java.util.ArrayList;
import java.util.List;

/** The way from an object's root to a place; spelt out only where somebody asks. */
final class Trail {
  private final List<Object> steps = new ArrayList<>();

  void enter(Object step) {
    steps.add(step);
  }

  void leave() {
    steps.removeLast();
  }

  /** What holds the place, in words. */
  String parent() {
    return steps.size() < 2 ? "the object" : spelt(steps.size() - 1);
  }

  @Override
  public String toString() {
    return steps.isEmpty() ? "the object" : spelt(steps.size());
  }

  private String spelt(int length) {
    StringBuilder path = new StringBuilder();
    for (Object step : steps.subList(0, length)) {
      if (step instanceof Integer index) {
        path.append('[').append(index).append(']');
      } else {
        String key = shown(step.toString());
        boolean plain =
            key.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '-' || c == '_');
        if (plain) {
          path.append(path.isEmpty() ? "" : ".").append(key);
        } else {
          path.append("[\"").append(key).append("\"]");
        }
      }
    }
    return path.toString();
  }

  private static String shown(String key) {
    return key.length() > 80 ? key.substring(0, 80) + "..." : key;
  }
}
