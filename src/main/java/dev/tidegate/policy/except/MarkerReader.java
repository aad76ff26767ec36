package dev.tidegate.policy.except;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the markers in the comments of a text, whatever its language. */
final class MarkerReader {
  private static final Pattern COMMENT =
      Pattern.compile(
          "(?:^|(?<=\\s))(?:\\{\\{-?\\s*/\\*|<!--|/\\*+|#+|//+|--+|;+|%+)[ \\t]*tidegate:allow(?![\\w-])(.*)");
  private static final Pattern END = Pattern.compile("\\s*(?:-->|\\*/\\s*(?:-?}})?)\\s*$");
  private static final Pattern WORDS =
      Pattern.compile(
          "([A-Za-z-]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([^\\s,]*))|([^\\s,]+)");

  private MarkerReader() {}

  /** All markers of a text, by line. */
  static List<Marker> read(String text) {
    List<Marker> found = new ArrayList<>();
    int number = 0;
    for (String line : text.split("\r\n|[\n\r]", -1)) {
      number++;
      if (line.contains(Marker.WORD) && line.length() <= 10_000) {
        Matcher comment = COMMENT.matcher(line);
        if (comment.find()) {
          boolean alone = line.substring(0, comment.start()).isBlank();
          found.add(read(number, alone, END.matcher(comment.group(1)).replaceFirst("")));
        }
      }
    }
    return found;
  }

  private static Marker read(int line, boolean alone, String words) {
    List<String> rules = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    Optional<LocalDate> until = Optional.empty();
    String reason = "";
    String approvedBy = "";
    Matcher word = WORDS.matcher(words);
    while (word.find()) {
      String key = word.group(1);
      if (key == null) {
        String rule = word.group(5);
        if (rule.matches("[a-z0-9-]+/[a-z0-9*-]+")) {
          rules.add(rule);
        } else {
          problems.add("\"" + shown(rule) + "\" is neither a rule's id nor KEY=VALUE");
        }
        continue;
      }
      String value = value(word);
      switch (key) {
        case "until", "expires" -> {
          until = date(value);
          if (until.isEmpty()) {
            problems.add("until=" + shown(value) + " is not a day such as 2027-01-31");
          }
        }
        case "reason" -> reason = value.strip();
        case "approvedBy", "approved-by" -> approvedBy = value.strip();
        default -> problems.add("it does not know " + shown(key) + "=");
      }
    }
    if (rules.isEmpty()) {
      problems.addFirst("it names no rule");
    }
    if (!words.contains("until") && !words.contains("expires")) {
      problems.add("it has no last day: add until=YYYY-MM-DD");
    }
    if (reason.isEmpty()) {
      problems.add("it gives no reason: add reason=\"...\"");
    }
    return new Marker(
        line,
        alone,
        rules,
        until,
        reason,
        approvedBy,
        problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
  }

  private static String value(Matcher word) {
    if (word.group(2) != null) {
      return word.group(2).replaceAll("\\\\(.)", "$1");
    }
    return word.group(3) != null ? word.group(3) : word.group(4);
  }

  private static String shown(String word) {
    return word.length() > 40 ? word.substring(0, 40) + "..." : word;
  }

  private static Optional<LocalDate> date(String text) {
    try {
      return Optional.of(LocalDate.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
