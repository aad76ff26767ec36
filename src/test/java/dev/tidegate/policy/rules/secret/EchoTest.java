package dev.tidegate.policy.rules.secret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.fleet.Fleet;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.engine.PolicyEngine;
import dev.tidegate.policy.engine.RuleBook;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import dev.tidegate.testing.Planted;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A value that is a secret in one place is one everywhere else in the change. */
final class EchoTest {
  private static final MemoryTree BASE = MemoryTree.nothing().with("README.md", "# app\n");
  private static final String VALUE = Planted.value("random20");
  private static final String CONFIRMED = "adminPassword: " + VALUE + "\n";

  private static List<Finding> judged(MemoryTree tree, String message) {
    PolicySettings settings = PolicySettings.standard();
    return new PolicyEngine(RuleBook.standard(settings), settings)
            .judge(ChangeSketch.on(BASE).commit(message, tree).change(), Fleet.empty())
            .judgement()
            .findings()
            .stream()
            .filter(f -> f.rule().startsWith("secret/") && f.severity() == Severity.DENY)
            .toList();
  }

  private static List<Finding> again(MemoryTree tree) {
    List<Finding> found = judged(tree, "feat: more");
    assertThat(found).noneMatch(f -> f.toString().contains(VALUE));
    return found.stream().filter(f -> f.what().contains("again")).toList();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isFoundAsItIsWhereNothingAroundItSaysSo() {
    MemoryTree tree =
        BASE.with("values.yaml", CONFIRMED)
            .with("docs/how.md", "# How\n\nLog in with " + VALUE + ".\n");
    assertThat(again(tree))
        .singleElement()
        .satisfies(f -> assertThat(f.path()).hasValue("docs/how.md"))
        .satisfies(f -> assertThat(f.line()).isEqualTo(3));
  }

  @ParameterizedTest
  @CsvSource({"''", "x", "xy", "user:"})
  void isFoundInBase64AtAnyAlignment(String before) {
    MemoryTree tree =
        BASE.with("values.yaml", CONFIRMED)
            .with("notes.txt", "blob " + base64(before + VALUE + "\u0001\u0002\u0003") + " end\n");
    assertThat(again(tree)).anyMatch(f -> f.path().orElse("").equals("notes.txt"));
  }

  @Test
  void isFoundInACommitsMessageAndInAFilesName() {
    MemoryTree tree = BASE.with("values.yaml", CONFIRMED).with("keys/" + VALUE + ".txt", "empty\n");
    List<Finding> found = judged(tree, "feat: more\n\nlog in with " + VALUE + " please\n");
    assertThat(found).anyMatch(f -> f.rule().equals("secret/commit-text"));
    assertThat(found).anyMatch(f -> f.path().orElse("").startsWith("keys/*"));
  }

  @Test
  void isFoundInTheSameFileOnAnotherLine() {
    MemoryTree tree = BASE.with("values.yaml", CONFIRMED + "motd: welcome " + VALUE + "\n");
    assertThat(again(tree)).singleElement().satisfies(f -> assertThat(f.line()).isEqualTo(2));
  }

  @Test
  void aPrivateKeysBodyIsFoundHoweverItIsWrapped() {
    String pem = Planted.value("private-key-rsa");
    String body = pem.replaceAll("-----[^-]*-----|\\n", "");
    MemoryTree tree =
        BASE.with("key.pem", pem).with("blob.txt", body.replaceAll("(.{76})", "$1\n") + "\n");
    assertThat(again(tree)).anyMatch(f -> f.path().orElse("").equals("blob.txt"));
  }

  @Test
  void aSecretsDataIsLookedForInItsOtherForm() {
    String secret =
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: db\ndata:\n  password: %s\n  host: %s\n"
            .formatted(base64(VALUE), base64("db-primary-01.example.net"));
    MemoryTree tree =
        BASE.with("secret.yaml", secret)
            .with("docs/db.md", "At db-primary-01.example.net: " + VALUE + "\n");
    assertThat(again(tree))
        .singleElement()
        .satisfies(f -> assertThat(f.path()).hasValue("docs/db.md"));
  }

  @ParameterizedTest
  @CsvSource({"hunter2", "correcthorse", "production-db", "Summer1"})
  void whatStandsElsewhereByChanceIsNotLookedFor(String common) {
    MemoryTree tree =
        BASE.with("values.yaml", "adminPassword: " + common + "\n")
            .with("docs/how.md", "Some text with " + common + " in it.\n");
    assertThat(again(tree)).isEmpty();
  }

  @Test
  void aLongerWordThatContainsItIsAnotherOne() {
    MemoryTree tree =
        BASE.with("values.yaml", CONFIRMED).with("docs/how.md", "See x" + VALUE + "x.\n");
    assertThat(again(tree)).isEmpty();
  }

  @Test
  void aHundredFilesThatRepeatItAreAllTold() {
    MemoryTree tree = BASE.with("values.yaml", CONFIRMED);
    for (int i = 0; i < 100; i++) {
      tree = tree.with("docs/" + i + ".md", "Page " + i + ": " + VALUE + "\n");
    }
    assertThat(again(tree)).hasSize(100);
  }
}
