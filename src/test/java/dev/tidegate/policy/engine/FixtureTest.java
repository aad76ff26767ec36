package dev.tidegate.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs every fixture folder, see {@link Fixture}. One family or rule only: {@code
 * -Dfixture=secret/}.
 */
final class FixtureTest {
  @TestFactory
  Stream<DynamicTest> everyFixtureIsJudgedAsItsFolderSays() throws IOException {
    String only = System.getProperty("fixture", "");
    return Fixture.all().stream()
        .filter(f -> f.rule().startsWith(only))
        .map(f ->
            DynamicTest.dynamicTest(Fixture.ROOT.relativize(f.folder()).toString(), () -> run(f)));
  }

  private static void run(Fixture fixture) throws IOException {
    Verdict verdict = fixture.judge();
    List<Finding> unexpected = new ArrayList<>(verdict.judgement().findings());
    List<String> missing = new ArrayList<>();
    for (String line : fixture.expected()) {
      if (!unexpected.removeIf(finding -> Fixture.matches(line, finding))) {
        missing.add(line);
      }
    }
    assertThat(missing)
        .as("expected but not found; found %s", verdict.judgement().findings())
        .isEmpty();
    assertThat(unexpected).as("found but not expected").isEmpty();
    assertThat(verdict.word().equals("allowed"))
        .as("%s is not allowed exactly where the folder is called denied", verdict)
        .isEqualTo(!fixture.denied());
  }
}
