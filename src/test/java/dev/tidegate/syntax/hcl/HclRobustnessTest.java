package dev.tidegate.syntax.hcl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tidegate.manifest.terraform.Constants;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hostile input: bounded, and answered with a place instead of an exception. */
final class HclRobustnessTest {
  private static Hcl.File read(String text) {
    return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> whole(text));
  }

  private static Hcl.File whole(String text) {
    Hcl.File file = Hcl.read(text);
    assertThat(Constants.of(file.body())).isNotNull();
    assertThat(Written.of(file.body())).isNotNull();
    assertThat(file.body().allValues().count()).isNotNegative();
    return file;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"(", "[", "{a=", "f(", "\"${", "a[", "!(", "x ? ", "[for a in ", "<<E\n${"})
  void tenThousandLevelsAreRefused(String opening) {
    assertThat(read("a = " + opening.repeat(10_000)).problem()).isPresent();
    assertThat(read("b " + "{\n c ".repeat(10_000)).problem()).isPresent();
  }

  @Test
  void aChainOfTenThousandConditionsIsRefused() {
    assertThat(read("a = " + "b ? c : ".repeat(10_000) + "d\n").problem())
        .hasValueSatisfying(p -> assertThat(p.what()).contains("nested deeper"));
  }

  @Test
  void longChainsThatAreNotDeepAreRead() {
    assertThat(read("a = b" + " + 1".repeat(50_000) + "\n").problem()).isEmpty();
    assertThat(read("a = b" + ".c[0]".repeat(50_000) + "\n").problem()).isEmpty();
    assertThat(read("a = " + "!".repeat(50_000) + "b\n").problem()).isEmpty();
    assertThat(read("a = \"" + "${b}".repeat(50_000) + "\"\n").problem()).isEmpty();
  }

  @Test
  void fiveMegabytesAreReadInTimeThatGrowsWithThem() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; lines.length() < 5_000_000; i++) {
      lines.append("k").append(i).append(" = \"${var.x}-").append(i).append("\" # c\n");
    }
    assertThat(read(lines.toString()).problem()).isEmpty();
    assertThat(read("a = [" + "\"x\", ".repeat(600_000) + "]\n").problem()).isEmpty();
    assertThat(read("a = <<E\n" + "x\n".repeat(2_500_000) + "E\n").problem()).isEmpty();
    assertThat(read("/*" + "x".repeat(5_000_000) + "*/\n").problem()).isEmpty();
    assertThat(read("a = <<E\n" + "x\n".repeat(2_500_000)).problem()).isPresent();
    assertThat(read("a = [" + "1,".repeat(1_100_000) + "]\n").problem())
        .hasValueSatisfying(p -> assertThat(p.what()).contains("split the file"));
    assertThat(read("#".repeat(13_000_000)).problem()).isPresent();
  }

  @Test
  void byteOrderMarksAndCarriageReturnsAreNoTrouble() {
    Hcl.File file = read("\uFEFFa = <<-E\r\n  x\r\n  E\r\nb {\r\n}\r\n");
    assertThat(file.problem()).isEmpty();
    assertThat(file.body().get("a").orElseThrow().constant()).contains("x\r\n");
    assertThat(file.body().blocks()).hasSize(1);
    assertThat(read("a = 1\0\n").problem()).isPresent();
    assertThat(read("a = \"\0\"\n").problem()).isEmpty();
    assertThat(read("a = \"\uD83D\"\n\uD83D = 1\n").problem()).isPresent();
  }

  @Test
  void anythingIsAnswered() {
    Random random = new Random(11);
    String pieces =
        "a b=\"x${}%{if for in endif}\\u00[]()<<-E\nE\n{}#//*/?:,.!&|<>=~\t\r\0é\uD83D\uDE00";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(40); i > 0; i--) {
        int from = random.nextInt(pieces.length());
        text.append(pieces, from, Math.min(pieces.length(), from + random.nextInt(1, 9)));
      }
      whole(text.toString());
      assertThat(Hcl.template(text.toString())).isNotNull();
      assertThat(Hcl.read("x.tf.json", text.toString())).isNotNull();
    }
  }
}
