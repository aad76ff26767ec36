import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What two scanners found, by file: {@code Leaks TIDEGATE.json GITLEAKS.json}. */
public final class Leaks {
  private Leaks() {}

  public static void main(String[] args) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode ours = mapper.readTree(Path.of(args[0]).toFile()).path("findings");
    JsonNode theirs = mapper.readTree(Path.of(args[1]).toFile());
    Set<String> ourFiles = new TreeSet<>();
    Set<String> theirFiles = new TreeSet<>();
    ours.forEach(f -> ourFiles.add(f.path("path").asText()));
    theirs.forEach(f -> theirFiles.add(f.path("File").asText()));
    System.out.printf(
        "  findings: Tidegate %d values in %d files, gitleaks %d places in %d files%n",
        ours.size(), ourFiles.size(), theirs.size(), theirFiles.size());
    Map<String, Integer> more = new TreeMap<>();
    ours.forEach(f -> count(more, theirFiles, f.path("path").asText(), f.path("message").asText()));
    Map<String, Integer> fewer = new TreeMap<>();
    theirs.forEach(f -> count(fewer, ourFiles, f.path("File").asText(), f.path("RuleID").asText()));
    more.forEach((what, n) -> System.out.printf("  only Tidegate, %d: %s%n", n, what));
    fewer.forEach((what, n) -> System.out.printf("  only gitleaks, %d: %s%n", n, what));
  }

  private static void count(Map<String, Integer> to, Set<String> others, String path, String what) {
    if (!others.contains(path)) {
      to.merge(path + " " + what.replaceAll(": .*", ""), 1, Integer::sum);
    }
  }
}
