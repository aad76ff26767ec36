package dev.tidegate.schema.format;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Schedules as the CronJob controller reads them: five fields, or a word such as {@code @daily}.
 */
public final class CronSchedule {
  private static final Set<String> WORDS =
      Set.of("@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly");
  private static final List<Field> FIELDS =
      List.of(
          new Field("minute", 0, 59, List.of()),
          new Field("hour", 0, 23, List.of()),
          new Field("day of the month", 1, 31, List.of()),
          new Field(
              "month",
              1,
              12,
              List.of(
                  "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov",
                  "dec")),
          new Field(
              "day of the week", 0, 7, List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat")));

  private CronSchedule() {}

  private record Field(String name, int least, int most, List<String> words) {}

  /** Why it is no schedule; empty where it is one. */
  public static String fault(String text) {
    String schedule = text.strip();
    if (schedule.startsWith("TZ=") || schedule.startsWith("CRON_TZ=")) {
      return "names a time zone, which belongs in spec.timeZone";
    }
    if (schedule.startsWith("@every ")) {
      return "";
    }
    if (schedule.startsWith("@")) {
      return WORDS.contains(schedule.toLowerCase(Locale.ROOT)) ? "" : "is no word for a schedule";
    }
    String[] fields = schedule.split("\\s+", -1);
    if (fields.length != FIELDS.size()) {
      return "has " + (schedule.isEmpty() ? 0 : fields.length) + " fields where a schedule has 5";
    }
    for (int i = 0; i < fields.length; i++) {
      if (!isField(fields[i], FIELDS.get(i))) {
        return "has a wrong " + FIELDS.get(i).name();
      }
    }
    return "";
  }

  private static boolean isField(String text, Field field) {
    for (String part : text.split(",", -1)) {
      int slash = part.indexOf('/');
      String range = slash < 0 ? part : part.substring(0, slash);
      if (slash >= 0 && !part.substring(slash + 1).matches("[1-9]\\d{0,3}")) {
        return false;
      }
      if (!range.equals("*") && !range.equals("?") && !isRange(range, field)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRange(String range, Field field) {
    String[] ends = range.split("-", -1);
    if (ends.length > 2) {
      return false;
    }
    int first = value(ends[0], field);
    int last = ends.length == 1 ? first : value(ends[1], field);
    return first >= field.least() && last <= field.most() && first <= last;
  }

  private static int value(String text, Field field) {
    int word = field.words().indexOf(text.toLowerCase(Locale.ROOT));
    if (word >= 0) {
      return word + field.least();
    }
    return text.matches("\\d{1,4}") ? Integer.parseInt(text) : Integer.MIN_VALUE;
  }

  /** True for a time zone's name such as {@code Europe/Berlin}. */
  public static boolean isTimeZone(String name) {
    try {
      return !name.isEmpty()
          && !name.equalsIgnoreCase("Local")
          && !ZoneId.of(name).getId().isEmpty();
    } catch (DateTimeException e) {
      return false;
    }
  }
}
