package dev.tidegate.schema;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads {@code schema/sharpen.txt}: what the server's code demands beyond its published schema. */
final class Sharpening {
  private final Map<String, List<Demand>> demands = new HashMap<>();
  private final Set<String> unused = new HashSet<>();

  /** One line: a word such as {@code enum}, and its arguments. */
  record Demand(String word, List<String> arguments) {}

  static Sharpening read() throws IOException {
    Sharpening read = new Sharpening();
    for (String line : Files.readAllLines(Path.of("src/test/resources/schema/sharpen.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> words = Arrays.asList(line.strip().split("\\s+"));
        read.demands
            .computeIfAbsent(words.getFirst(), k -> new ArrayList<>())
            .add(
                new Demand(
                    words.get(1),
                    words.stream().skip(2).map(w -> w.equals("\"\"") ? "" : w).toList()));
        read.unused.add(words.getFirst());
      }
    }
    return read;
  }

  /**
   * @param definition with its full name
   */
  List<Demand> of(String definition, String field) {
    String name = definition.replaceFirst("^io\\.k8s\\.(api\\.)?", "") + "." + field;
    unused.remove(name);
    return demands.getOrDefault(name, List.of());
  }

  /** Lines that spoke of nothing. */
  Set<String> unused() {
    return unused;
  }
}
