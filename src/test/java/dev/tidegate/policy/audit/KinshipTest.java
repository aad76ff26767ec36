package dev.tidegate.policy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.scan.Scanner;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which edits of a file need another full look. */
final class KinshipTest {
  private static final String OLD = "a: 1\nb: 2\nc: 3\nd: 4\ne: 5\nf: 6\ng: 7\nh: 8\ni: 9\n";
  private final Kinship kinship = new Kinship(Scanner.unkeyed());

  private boolean differ(String old, String next) {
    return kinship.differ(lines(old), lines(next));
  }

  private static Lines lines(String text) {
    return new Lines(text.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "e: 55",
        "e: 5\nmore: yes",
        "replicas: 4",
        "image: registry.example/app:1.2.3",
        ""
      })
  void plainEditsHoldNothingNew(String line) {
    assertThat(differ(OLD, OLD.replace("e: 5", line))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password: x",
        "api_key = y",
        "kind: Secret",
        "stringData:",
        "valueFrom: {}",
        "- value: q",
        "-----BEGIN",
        "auth: aGVsbG8gd29ybGQgYWdhaW4gYW5kIGFnYWlu",
        "k: Zm9vYmFyMTIzQWJjRGVmR2hp",
        "x: \"\\u0041\"",
        "y: &anchor 1"
      })
  void whatCouldMeanSomethingNeedsAFullLook(String line) {
    assertThat(differ(OLD, OLD.replace("e: 5", line))).isTrue();
    assertThat(differ(OLD.replace("e: 5", line), OLD)).isTrue();
  }

  @Test
  void linesAroundAnEditCountToo() {
    String old = "env:\n  - name: DB_PASSWORD\n    # set below\n    text: one\n";
    assertThat(differ(old, old.replace("one", "two"))).isTrue();
  }

  @Test
  void theSameIsTheSame() {
    assertThat(differ(OLD, OLD)).isFalse();
    assertThat(differ("", "")).isFalse();
    assertThat(differ("", "a\n")).isFalse();
    assertThat(differ("a", "b")).isFalse();
  }

  @Test
  void aFileWrittenAnewNeedsAFullLook() {
    StringBuilder next = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      next.append("line ").append(i).append('\n');
    }
    assertThat(differ(OLD, next.toString())).isTrue();
  }
}
