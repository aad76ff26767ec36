package dev.tidegate.scan.gitleaks;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An allowlist. Its conditions are joined by or, unless {@code all}.
 *
 * @param target what the patterns look at: {@code secret}, {@code match} or {@code line}
 * @param rules ids it belongs to; empty: every rule
 */
record Allowed(
    boolean all,
    List<String> commits,
    List<Pattern> paths,
    List<Pattern> regexes,
    List<String> stopwords,
    String target,
    List<String> rules) {

  /** The same for one rule. */
  Allowed ofRule(String id) {
    return new Allowed(all, commits, paths, regexes, stopwords, target, List.of(id));
  }

  /** True where a whole file is left out whatever it holds. */
  boolean leavesOut(String path, String commit) {
    boolean onlyPlaces = regexes.isEmpty() && stopwords.isEmpty();
    if (all && !onlyPlaces) {
      return false;
    }
    List<Boolean> said = new ArrayList<>();
    places(path, commit, said);
    return joined(said);
  }

  boolean covers(String path, String commit, GitleaksMatch found) {
    List<Boolean> said = new ArrayList<>();
    places(path, commit, said);
    if (!regexes.isEmpty()) {
      String text =
          switch (target) {
            case "match" -> found.match();
            case "line" -> found.text();
            default -> found.secret();
          };
      said.add(regexes.stream().anyMatch(p -> p.matcher(text).find()));
    }
    if (!stopwords.isEmpty()) {
      String lower = found.secret().toLowerCase(Locale.ROOT);
      said.add(stopwords.stream().anyMatch(lower::contains));
    }
    return joined(said);
  }

  /** True where it is about values alone and knows this one. */
  boolean knows(GitleaksMatch found) {
    return paths.isEmpty() && commits.isEmpty() && covers("", "", found);
  }

  private void places(String path, String commit, List<Boolean> said) {
    if (!commits.isEmpty()) {
      said.add(commits.contains(commit));
    }
    if (!paths.isEmpty()) {
      said.add(paths.stream().anyMatch(p -> p.matcher(path).find()));
    }
  }

  private boolean joined(List<Boolean> said) {
    return !said.isEmpty() && (all ? !said.contains(false) : said.contains(true));
  }
}
