package dev.tidegate.syntax.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the text, the reading ends, soon, and says when it gave up. */
final class ShellRobustnessTest {
  private static final List<String> PIECES =
      List.of(
          "kubectl apply ",
          "if a; then ",
          "fi;",
          "case x in ",
          "a) ",
          "esac ",
          ";; ",
          "$(",
          ")",
          "(",
          "((",
          "))",
          "`",
          "'",
          "\"",
          "${X:-",
          "}",
          "{ ",
          "<<EOF\n",
          "EOF\n",
          "<<<",
          ">",
          "|",
          "&",
          "\\",
          "\n",
          "X=(",
          "K=$K$K ",
          "$'\\x",
          "sh -c ",
          "eval ",
          "f() ",
          "for i in ",
          "do ",
          "done ",
          "#",
          "xargs ",
          "\u0000",
          "é",
          "\uD800",
          "[[ ",
          "]] ",
          "<(",
          "\r\n");

  @Test
  void neverThrowsAndStaysFast() {
    Random random = new Random(20261125);
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 40_000; round++) {
            StringBuilder script = new StringBuilder();
            for (int i = random.nextInt(1, 30); i > 0; i--) {
              script.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            Shell.Script read = Shell.read(script.toString());
            read.commands().forEach(c -> assertThat(c.line()).isPositive());
          }
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(",
        "$(",
        "`",
        "{ ",
        "if ",
        "case x in a) ",
        "sh -c '",
        "\"$(",
        "${X:-",
        "<(",
        "((",
        "f() { ",
        "eval ",
        "echo \"",
        "X=(",
        "cat <<EOF\n",
        "$((",
        "sudo ",
        "a|",
        "\\",
        "x "
      })
  void deepAndLongTextsEndSoon(String piece) {
    assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          assertThat(Shell.read(piece.repeat(20_000))).isNotNull();
          assertThat(Shell.read(piece.repeat(20_000) + "x".repeat(200_000))).isNotNull();
        });
  }

  @Test
  void saysThatItGaveUp() {
    assertThat(Shell.read("(".repeat(1000)).complete()).isFalse();
    assertThat(Shell.read("a\n".repeat(60_000)).complete()).isFalse();
    assertThat(Shell.read(" ".repeat(9_000_000)).complete()).isFalse();
    String bomb = "K=kubectl;" + "K=\"$K$K\";".repeat(40) + "$K x";
    assertThat(Shell.read(bomb).commands()).hasSize(1);
  }

  @Test
  void aLoopInAFunctionAndFunctionsThatCallEachOtherAreReadToTheEnd() {
    String loops =
        """
        find_jdk() {
          local dir
          for dir in "${JAVA_HOME:-}" /usr/lib/jvm/a /opt/java/b; do
            for name in x y z; do echo "$(for i in 1 2 3; do echo "$dir/$name/$i"; done)"; done
          done
        }
        """;
    String calls =
        "row() { cell \"$1\"; cell \"$2\"; table \"$@\"; }\n"
            + "cell() { row \"$1\"; echo \"$1\"; }\n"
            + "table() { row \"$@\"; cell \"$@\"; row \"$2\" \"$1\"; }\n"
            + "table a b\nrow c d\ncell e\n".repeat(50);
    assertThat(Shell.read(loops).complete()).isTrue();
    assertThat(Shell.read(calls).complete()).isTrue();
    assertThat(Shell.read(loops + "for k in kubectl helm; do $k apply -f x; done").commands())
        .anyMatch(c -> c.words().getFirst().text().equals("kubectl"));
  }
}
