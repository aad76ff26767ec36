package dev.tidegate.policy.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Rule;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.Fleets;
import dev.tidegate.testing.MemoryTree;
import dev.tidegate.testing.Planted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Many small cases to a file, see src/test/resources/rule-tables: each is judged by one rule.
 * {@code deny} and {@code warn} name the strongest finding; {@code allowed} means no finding.
 */
final class RuleTableTest {
  private static final Path TABLES = Path.of("src/test/resources/rule-tables");

  private record Case(String verdict, String rule, String note, List<String> files) {
    static Case of(String block) {
      String[] parts = block.split("(?m)^-- ", -1);
      String[] head = parts[0].strip().split(" ", 3);
      return new Case(head[0], head[1], head[2], List.of(parts).subList(1, parts.length));
    }

    void run() {
      MemoryTree base = MemoryTree.nothing();
      List<String> deleted = new ArrayList<>();
      for (String file : files) {
        if (file.startsWith("base:")) {
          base = base.with(path(file).substring(5), content(file));
        }
      }
      MemoryTree head = base;
      for (String file : files) {
        if (file.startsWith("delete:")) {
          deleted.add(path(file).substring(7));
        } else if (!file.startsWith("base:")) {
          head = head.with(path(file), content(file));
        }
      }
      for (String path : deleted) {
        head = head.without(path);
      }
      List<Rule> rules =
          RuleBook.standard(PolicySettings.standard()).rules().stream()
              .filter(r -> r.id().equals(rule))
              .toList();
      assertThat(rules).as("no rule %s", rule).hasSize(1);
      Verdict verdict =
          new PolicyEngine(RuleBook.of(rules), PolicySettings.standard())
              .judge(
                  ChangeSketch.on(base).commit("Change something", head).change(), Fleets.three());
      List<Finding> found = verdict.judgement().findings();
      Optional<Severity> expected =
          this.verdict.equals("allowed")
              ? Optional.empty()
              : Optional.of(Severity.of(this.verdict));
      assertThat(found.stream().map(Finding::severity).findFirst())
          .as("%s", found)
          .isEqualTo(expected);
    }

    private static String path(String file) {
      return file.substring(0, file.indexOf('\n')).strip();
    }

    private static String content(String file) {
      return Planted.expand(file.substring(file.indexOf('\n') + 1));
    }
  }

  @TestFactory
  Stream<DynamicTest> everyCaseIsJudgedAsItSays() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    try (Stream<Path> tables = Files.list(TABLES)) {
      for (Path table : tables.sorted().toList()) {
        for (String block : Files.readString(table).split("(?m)^== ", -1)) {
          if (!block.startsWith("#")) {
            Case one = Case.of(block);
            tests.add(
                DynamicTest.dynamicTest(
                    "%s %s: %s".formatted(one.verdict(), one.rule(), one.note()), one::run));
          }
        }
      }
    }
    return tests.stream();
  }
}
