package dev.tidegate.meter.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The lines on standard error; that a start writes them is held by the tests of the service. */
final class LoggingTest {
  @Test
  void aStrangersTextCannotLookLikeALineOfOurs() {
    String text = "bad \u001b[31mname\r\n2026-01-01T00:00:00.000Z INFO  d.t.Gate - allowed";
    String line = line(text, null);
    assertThat(line)
        .matches(
            "(?s)\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d) WARN  d\\.t\\.inbox\\.Router - .*\n");
    assertThat(line).contains("\\u001b[31mname\\u000d\n  2026-01-01").doesNotContain("\u001b");
  }

  @Test
  void aTroubleFollowsItsText() {
    IllegalStateException trouble = new IllegalStateException("two\nlines");
    assertThat(line("it failed", trouble))
        .contains(" - it failed\njava.lang.IllegalStateException: two\n  lines\n  \tat ")
        .endsWith("\n");
  }

  @Test
  void aFileOfTheAdministratorsOutranksOurs() {
    // Here the tests' own file lies on the class path, as an administrator's would be named.
    assertThat(new Logging().configure(new LoggerContext()).name()).isEqualTo("INVOKE_NEXT_IF_ANY");
  }

  private static String line(String text, @Nullable Throwable trouble) {
    LoggerContext context = new LoggerContext();
    return new LogLine()
        .doLayout(
            new LoggingEvent(
                "x",
                context.getLogger("dev.tidegate.inbox.Router"),
                Level.WARN,
                text,
                trouble,
                null));
  }
}
