package dev.tidegate.trial;

import dev.tidegate.trouble.ConfigException;
import dev.tidegate.trouble.ConfigException.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the cases of a policy stand. */
public final class CaseFiles {
  private static final List<String> FOLDERS = List.of(".tidegate/tests", "policy/tests", "tests");

  private CaseFiles() {}

  /** The YAML files of the first folder that exists; never none. */
  public static List<Path> in(Path policy) {
    for (String name : FOLDERS) {
      Path folder = policy.resolve(name);
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.walk(folder)) {
          List<Path> cases =
              files.filter(f -> f.toString().matches(".*\\.ya?ml")).sorted().toList();
          if (!cases.isEmpty()) {
            return cases;
          }
        } catch (IOException e) {
          throw trouble(folder, "it cannot be read");
        }
      }
    }
    throw trouble(policy, "there are no cases in " + String.join(", ", FOLDERS));
  }

  private static ConfigException trouble(Path at, String what) {
    return new ConfigException(
        List.of(
            new Problem(
                at.toString(), 0, 0, "", what, "docs/policy.md shows how a case is written")));
  }
}
