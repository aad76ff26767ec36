package dev.tidegate.policy.except;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A text with its markers, and which line each of them excuses. Immutable. */
public final class Marked {
  private final List<Marker> markers;
  private final String[] lines;
  private final Set<Integer> alone = new HashSet<>();

  private Marked(String text) {
    this.markers = Marker.of(text);
    this.lines = markers.isEmpty() ? new String[0] : text.split("\r\n|[\n\r]", -1);
    markers.stream().filter(Marker::alone).forEach(m -> alone.add(m.line()));
  }

  public static Marked of(String text) {
    return new Marked(text);
  }

  /**
   * The marker that speaks of a rule's finding.
   *
   * @param line of the finding; 0, for the whole file, is excused by a marker at the file's head
   */
  public Optional<Marker> at(int line, String rule) {
    return markers.stream().filter(m -> m.names(rule) && covers(m, line)).findFirst();
  }

  /** A marker that says the same about the same line, or that was put before nothing yet. */
  public boolean had(Marker marker, int line, Marked then) {
    return markers.stream()
        .filter(marker::saysAs)
        .anyMatch(m -> {
          if (line == 0) {
            return head(m);
          }
          if (marker.alone() != m.alone()) {
            return false;
          }
          String before = line(target(m));
          return (m.alone() && before.isEmpty()) || before.equals(then.line(then.target(marker)));
        });
  }

  private boolean covers(Marker marker, int line) {
    return line == 0 ? head(marker) : marker.line() == line || target(marker) == line;
  }

  /** The line behind which it stands, or the next one that is no marker itself. */
  private int target(Marker marker) {
    int line = marker.line();
    while (marker.alone() && alone.contains(line)) {
      line++;
    }
    return line;
  }

  /** Only comments and blank lines stand before it. */
  private boolean head(Marker marker) {
    for (int i = 1; i < marker.line(); i++) {
      if (!line(i).matches("|(?:#|//|--|;|<!--|/\\*).*")) {
        return false;
      }
    }
    return marker.alone();
  }

  private String line(int number) {
    return number < 1 || number > lines.length
        ? ""
        : lines[number - 1].strip().replaceAll("\\s+", " ");
  }
}
