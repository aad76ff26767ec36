package dev.tidegate.scan;

import dev.tidegate.scan.Vendors.Detector;
import dev.tidegate.scan.harmless.Keywords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is looked for, with the keywords that lead to it. Made at the first scan and shared by all
 * scanners: a process that only wants to know the rules' names does without.
 *
 * @param list in the order of their numbers
 * @param keywords all of them, lower case
 * @param wanted for each keyword the numbers of the detectors that want it, {@link #ASSIGNMENT}
 *     among them
 * @param marks without one of them a document holds no secret, however it is written
 */
record Detectors(List<Detector> list, Keywords keywords, int[][] wanted, Keywords marks) {
  static final int ASSIGNMENT = -1;

  /** Words that make a document, or a part of it, something else, and those in names of secrets. */
  static final Keywords MEANING =
      new Keywords(
          Stream.concat(
                  Assignments.KEYWORDS.stream(),
                  Stream.of(
                      """
                      -----begin private kind data users auths machine contexts terraform_version lineage
                      planned_values bootstrap putty age- sops encrypt labels value ref managedfields openapi
                      generator --- << !! & \\u \\x gitleaks tidegate: login {{ {% literals envs files:
                      """
                          .strip()
                          .split("\\s+")))
              .distinct()
              .toList());

  /** The built-in ones. */
  static Detectors standard() {
    return Standard.VALUE;
  }

  private static Detectors of(List<Detector> list) {
    Map<String, List<Integer>> byKeyword = new LinkedHashMap<>();
    for (int d = 0; d < list.size(); d++) {
      for (String keyword : list.get(d).keywords()) {
        byKeyword.computeIfAbsent(keyword.toLowerCase(Locale.ROOT), k -> new ArrayList<>()).add(d);
      }
    }
    for (String keyword : Assignments.KEYWORDS) {
      byKeyword.computeIfAbsent(keyword, k -> new ArrayList<>()).add(ASSIGNMENT);
    }
    return new Detectors(
        list,
        new Keywords(List.copyOf(byKeyword.keySet())),
        byKeyword.values().stream()
            .map(numbers -> numbers.stream().mapToInt(Integer::intValue).toArray())
            .toArray(int[][]::new),
        new Keywords(
            Stream.concat(
                    KeyValue.MARKS.stream(),
                    byKeyword.keySet().stream().filter(word -> word.length() >= 4))
                .toList()));
  }

  private static final class Standard {
    static final Detectors VALUE = of(Vendors.standard());
  }
}
