package dev.tidegate.meter.log;

import ch.qos.logback.classic.pattern.Abbreviator;
import ch.qos.logback.classic.pattern.TargetLengthBasedClassNameAbbreviator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One event as {@code 2026-11-26T12:00:00.000Z WARN d.t.inbox.Router - text}. Only an event begins
 * a line at its first column: a text's further lines are indented and its control characters
 * escaped, so that nothing a stranger sent can look like a line of ours.
 */
final class LogLine extends LayoutBase<ILoggingEvent> {
  private static final int NAME_LENGTH = 20;
  private final Abbreviator names = new TargetLengthBasedClassNameAbbreviator(NAME_LENGTH);

  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder(200);
    Time.FORMAT.formatTo(event.getInstant(), line);
    String level = event.getLevel().toString();
    line.append(' ').append(level).append(level.length() < 5 ? "  " : " ");
    line.append(names.abbreviate(event.getLoggerName())).append(" - ");
    String text = event.getFormattedMessage();
    escape(text == null ? "null" : text, line);
    line.append('\n');
    if (event.getThrowableProxy() != null) {
      escape(ThrowableProxyUtil.asString(event.getThrowableProxy()).stripTrailing(), line);
      line.append('\n');
    }
    return line.toString();
  }

  private static void escape(String text, StringBuilder line) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line.append("\n  ");
      } else if (Character.isISOControl(c) && c != '\t') {
        line.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      } else {
        line.append(c);
      }
    }
  }

  /** Made with the first line: reading the time zones is a part of a hook's time. */
  private static final class Time {
    static final DateTimeFormatter FORMAT =
        DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXXX", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
  }
}
