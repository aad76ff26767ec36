package dev.tidegate.syntax.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

/** Any text is answered, with commands that stand somewhere in it. */
final class ShellFuzzTest {
  @FuzzTest(maxDuration = "10m")
  @Timeout(20)
  void shell(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    int lines = 1 + (int) text.chars().filter(c -> c == '\n').count();
    for (Command command : Shell.read(text).commands()) {
      assertThat(command.words()).isNotEmpty();
      assertThat(command.line()).isBetween(1, lines);
    }
  }
}
