package dev.tidegate.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.RepositoryConfig;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Verdict;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The sample repositories under examples, judged by every standard rule. */
final class ExamplesTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([a-z0-9/-]+) \\|$");

  @Test
  void theSampleRepositoryIsAllGreen() throws IOException {
    Verdict verdict = judge(Path.of("examples/gitops"));
    assertThat(verdict).isInstanceOf(Verdict.Allowed.class);
    assertThat(verdict.judgement().findings()).isEmpty();
    assertThat(verdict.judgement().files()).isGreaterThan(10);
  }

  @Test
  void everyViolationIsDeniedByTheRuleThatItsTableNames() throws IOException {
    Path folder = Path.of("examples/violations");
    Set<String> inForce =
        book(config(folder)).docs().stream().map(RuleDoc::id).collect(Collectors.toSet());
    Set<String> denied = new HashSet<>();
    for (Finding finding : judge(folder).judgement().findings()) {
      if (finding.severity().blocks()) {
        denied.add(finding.path().orElse("-") + " " + finding.rule());
      }
    }
    Set<String> listed = new HashSet<>();
    Matcher row = ROW.matcher(Files.readString(folder.resolve("README.md")));
    while (row.find()) {
      listed.add(row.group(1));
      if (inForce.contains(row.group(2))) {
        assertThat(denied).as("%s is denied", row.group(1)).anySatisfy(d -> says(d, row));
      }
    }
    assertThat(listed).hasSizeGreaterThan(15);
    for (Map.Entry<String, Path> file : Fixture.files(folder).entrySet()) {
      if (!file.getKey().equals("README.md") && !file.getKey().equals(".tidegate.yaml")) {
        assertThat(listed).contains(file.getKey());
      }
    }
  }

  /** The lock file's finding stands at the file that is missing, beside the one that is listed. */
  private static void says(String denied, Matcher row) {
    String folder = row.group(1).replaceFirst("[^/]*$", "");
    String path =
        row.group(2).equals("terraform/lockfile") ? folder + ".terraform.lock.hcl" : row.group(1);
    assertThat(denied).isEqualTo(path + " " + row.group(2));
  }

  private static RepositoryConfig config(Path folder) throws IOException {
    Set<String> ids =
        RuleBook.standard(RepositoryConfig.empty().rules()).docs().stream()
            .map(RuleDoc::id)
            .collect(Collectors.toSet());
    return ConfigReader.knowing(ids)
        .repository(".tidegate.yaml", Files.readAllBytes(folder.resolve(".tidegate.yaml")));
  }

  private static RuleBook book(RepositoryConfig config) {
    return RuleBook.standard(config.rules());
  }

  private static Verdict judge(Path folder) throws IOException {
    MemoryTree tree = MemoryTree.nothing();
    for (Map.Entry<String, Path> file : Fixture.files(folder).entrySet()) {
      tree = tree.with(file.getKey(), Files.readString(file.getValue()));
    }
    RepositoryConfig config = config(folder);
    return new PolicyEngine(book(config), config.rules())
        .judge(
            ChangeSketch.on(MemoryTree.nothing()).commit("Add the repository", tree).change(),
            config.fleet(List.of("https://github.com/acme/gitops")));
  }
}
