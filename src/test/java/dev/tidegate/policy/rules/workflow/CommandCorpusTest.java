package dev.tidegate.policy.rules.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Files that write and files that only talk of writing, see src/test/resources/commands: every one
 * of the first is found, none of the second is.
 */
final class CommandCorpusTest {
  private static final Path TABLES = Path.of("src/test/resources/commands");

  /**
   * @param line of the first finding; 0 where the table does not say
   */
  private record Case(String path, int line, String text) {
    List<Finding> judge(String lineEnd, String start) {
      String content = start + text.replace("\n", lineEnd);
      RuleBook book =
          RuleBook.of(
              List.of(
                  new ManualKubectl(),
                  new ManualTalosctl(),
                  new DirectTerraform(),
                  new ManualProxmox()));
      var change =
          ChangeSketch.on(MemoryTree.nothing())
              .commit("Add a file", MemoryTree.nothing().with(path, content))
              .change();
      return new PolicyEngine(book, PolicySettings.standard())
          .judge(change, Fleet.empty())
          .judgement()
          .findings();
    }

    @Override
    public String toString() {
      return path + "\n" + text;
    }
  }

  private static List<Case> cases(String table) throws IOException {
    List<Case> cases = new ArrayList<>();
    for (String block : Files.readString(TABLES.resolve(table)).split("(?m)^=== ", -1)) {
      if (!block.startsWith("#")) {
        int end = block.indexOf('\n');
        String[] head = block.substring(0, end).split(" ", 2);
        String text = block.substring(end + 1).replaceAll("(?m)^\\\\t", "\t");
        cases.add(new Case(head[0], head.length > 1 ? Integer.parseInt(head[1]) : 0, text));
      }
    }
    return cases;
  }

  @Test
  void findsEveryCommandThatWrites() throws IOException {
    List<Case> cases = cases("executed.txt");
    assertThat(cases).hasSizeGreaterThan(680);
    assertThat(cases).filteredOn(c -> c.judge("\n", "").isEmpty()).isEmpty();
    for (Case c : cases) {
      if (c.line() > 0) {
        assertThat(c.judge("\n", "").getFirst().line()).as("%s", c).isEqualTo(c.line());
      }
    }
  }

  @Test
  void findsThemBehindWindowsLineEndsAndAByteOrderMark() throws IOException {
    assertThat(cases("executed.txt")).filteredOn(c -> c.judge("\r\n", "").isEmpty()).isEmpty();
    assertThat(cases("executed.txt"))
        .filteredOn(c -> !c.path().endsWith("json") && c.judge("\n", "\uFEFF").isEmpty())
        .isEmpty();
  }

  @Test
  void staysSilentWhereNothingWrites() throws IOException {
    List<Case> cases = cases("silent.txt");
    assertThat(cases).hasSizeGreaterThan(270);
    for (String lineEnd : List.of("\n", "\r\n")) {
      List<String> said = new ArrayList<>();
      for (Case c : cases) {
        c.judge(lineEnd, "")
            .forEach(f -> said.add(c.path() + ":" + f.line() + " " + f.rule() + " " + f.what()));
      }
      assertThat(said).isEmpty();
    }
  }
}
