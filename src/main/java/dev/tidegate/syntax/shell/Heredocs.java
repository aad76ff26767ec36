package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;

/** Redirections; here-documents wait here until their line has ended. */
final class Heredocs {
  private final ShellParser parser;
  private final Cursor in;
  private final List<Pending> pending = new ArrayList<>();

  Heredocs(ShellParser parser) {
    this.parser = parser;
    this.in = parser.in;
  }

  private record Pending(Stage stage, String delimiter, boolean literal, boolean stripsTabs) {}

  boolean nonePending() {
    return pending.isEmpty();
  }

  /** Reads the redirection at the cursor; {@code <(...)} is a word. */
  void redirect(Stage stage, ShellWords words) {
    if (in.peek(1) == '(' && in.peek() != '&') {
      stage.words.addAll(words.read());
      return;
    }
    while (Character.isDigit(in.peek())) {
      in.skip(1);
    }
    boolean output = in.peek() != '<';
    if (!output && in.peek(1) == '<') {
      hereText(stage, words);
      return;
    }
    while ("<>&|".indexOf(in.peek()) >= 0) {
      in.skip(1);
    }
    in.skipBlanks();
    Word target = words.value();
    if (output) {
      stage.outputs.add(target.text());
    }
  }

  private void hereText(Stage stage, ShellWords words) {
    in.skip(2);
    if (in.peek() == '<') {
      in.skip(1);
      in.skipBlanks();
      stage.bodies.add(words.value().content());
      return;
    }
    boolean strips = in.peek() == '-';
    in.skip(strips ? 1 : 0);
    in.skipBlanks();
    Word delimiter = words.value();
    pending.add(new Pending(stage, delimiter.text(), delimiter.quoted(), strips));
  }

  /** Reads the bodies of what is pending; the cursor stands at a line's start. */
  void readBodies() {
    for (Pending heredoc : pending) {
      PlacedText body = body(heredoc);
      heredoc.stage().bodies.add(body);
      if (!heredoc.literal()) {
        heredoc.stage().expanding.add(body);
      }
    }
    pending.clear();
  }

  private PlacedText body(Pending heredoc) {
    PlacedText.Builder body = new PlacedText.Builder(in.line(), in.column());
    String text = parser.in.source.text();
    while (!in.atEnd()) {
      int start = in.position();
      int newline = text.indexOf('\n', start);
      int end = newline < 0 ? text.length() : newline;
      int from = start;
      while (heredoc.stripsTabs() && from < end && text.charAt(from) == '\t') {
        from++;
      }
      in.moveTo(newline < 0 ? end : end + 1);
      String line = text.substring(from, end);
      if (line.equals(heredoc.delimiter()) || line.equals(heredoc.delimiter() + "\r")) {
        break;
      }
      body.append(in.source.sub(from, in.position()));
    }
    return body.build();
  }
}
