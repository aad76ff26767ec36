package dev.tidegate.inbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What really happened, line by line; it outlives the processes that write it. */
final class Ledger {
  /** The lane in which a newer one supersedes the older ones that still wait. */
  static final String NEWEST = "3";

  private final Path file;

  Ledger(Path file) {
    this.file = file;
  }

  /** One write, so that a killed process leaves a whole line or none. */
  void write(String what, String guid) {
    byte[] line = (what + " " + guid + "\n").getBytes(StandardCharsets.UTF_8);
    try (FileChannel out =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      int written = out.write(ByteBuffer.wrap(line));
      if (written != line.length) {
        throw new IOException("a line was cut");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean holds(String what, String guid) {
    return lines().contains(what + " " + guid);
  }

  private List<String> lines() {
    try {
      return Files.exists(file) ? Files.readAllLines(file) : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int count(String what) {
    return (int) lines().stream().filter(line -> line.startsWith(what + " ")).count();
  }

  /** Acknowledged and never handled, effects done twice, effects out of their lane's order. */
  List<String> problems() {
    Set<String> ended = new HashSet<>();
    Set<String> acknowledged = new HashSet<>();
    Set<String> effects = new HashSet<>();
    Map<String, String> last = new HashMap<>();
    List<String> problems = new ArrayList<>();
    for (String line : lines()) {
      String guid = line.substring(line.indexOf(' ') + 1);
      switch (line.substring(0, line.indexOf(' '))) {
        case "ACK" -> acknowledged.add(guid);
        case "END" -> ended.add(guid);
        default -> {
          if (!effects.add(guid)) {
            problems.add("doubled: " + guid);
          }
          String before = last.put(lane(guid), guid);
          if (before != null && before.compareTo(guid) > 0) {
            problems.add("out of order: " + guid + " after " + before);
          }
        }
      }
    }
    acknowledged.removeAll(ended);
    String newest =
        ended.stream().filter(guid -> lane(guid).equals(NEWEST)).max(String::compareTo).orElse("");
    acknowledged.stream()
        .filter(guid -> !lane(guid).equals(NEWEST) || guid.compareTo(newest) > 0)
        .forEach(guid -> problems.add("lost: " + guid));
    return problems;
  }

  /** GUIDs sort in the order of sending; the last character is the lane. */
  static String lane(String guid) {
    return guid.substring(guid.length() - 1);
  }
}
