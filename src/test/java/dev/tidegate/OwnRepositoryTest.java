package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The last commit of Tidegate's own repository, judged by the policy that it holds. */
final class OwnRepositoryTest {
  @Test
  void tidegatePassesItsOwnGate() throws Exception {
    assumeTrue(Files.exists(Path.of(".git")), "not in a clone");
    var ran = ExceptionsTest.run("check", ".", "--format", "json");
    List<String> denied = new ArrayList<>();
    for (JsonNode finding : ran.json().path("findings")) {
      String message = finding.path("message").asText();
      // A machine that is busy with the other tests may take longer than a rule is given.
      if (finding.path("severity").asText().equals("deny") && !message.contains("did not finish")) {
        denied.add(finding.path("rule").asText() + " " + finding.path("path").asText());
      }
    }
    assertThat(denied).isEmpty();
  }
}
