package dev.tidegate.policy.rules.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Paths inside a repository. */
final class Paths {
  private Paths() {}

  static boolean isYaml(String path) {
    String name = path.toLowerCase(Locale.ROOT);
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  /** A relative path as seen from a folder, dots resolved; dots beyond the root are dropped. */
  static String in(String folder, String relative) {
    List<String> steps = new ArrayList<>();
    for (String step : (folder + "/" + relative).split("/", -1)) {
      if (step.equals("..")) {
        if (!steps.isEmpty()) {
          steps.removeLast();
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }
}
