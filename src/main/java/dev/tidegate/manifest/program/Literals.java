package dev.tidegate.manifest.program;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** String literals of C-like, Python-like, Ruby and Perl text; comments are passed over. */
public final class Literals {
  private static final Pattern HEREDOC =
      Pattern.compile("<<[-~]?(?:([A-Za-z_]\\w*)|([\"'`])(\\w+)\\2)");
  private static final Pattern POD = Pattern.compile("=[a-z]+\\d?\\b");
  private static final Pattern POD_END = Pattern.compile("\n=(?:end|cut)\\b[^\n]*");
  private static final Pattern END = Pattern.compile("\n__(?:END|DATA)__\\s");

  /** What stands before a value: there a quote surely opens, and a backtick runs. */
  private static final Pattern VALUE =
      Pattern.compile(
          "(?:^|.*[=(\\[{,?:|&!;>\n]|.*\\b(?:puts|p|pp|print|printf|say|return|if|unless|and|or|not|while"
              + "|until|chomp|die|warn|raise|do|then|else|system|exec|sh|run))\\s*",
          Pattern.DOTALL);

  private static final int MOST_PENDING = 8;

  private final String text;
  private final PlacedText placed;
  private final boolean hashComments;
  private final Language language;
  private final List<Literal> found = new ArrayList<>();
  private final List<Pending> pending = new ArrayList<>();
  private final Delimiters delimiters;
  private final StringBuilder code;
  private int at;

  private Literals(PlacedText placed, boolean hashComments, Language language) {
    this.text = placed.text();
    this.placed = placed;
    this.hashComments = hashComments;
    this.language = language;
    this.code = new StringBuilder(text);
    this.delimiters = new Delimiters(text);
  }

  /**
   * A literal without its quotes; escapes are decoded.
   *
   * @param start offset of the opening quote
   * @param end offset behind the closing one
   * @param runs true where the language runs it, such as Ruby's backticks
   */
  public record Literal(PlacedText content, int start, int end, boolean runs) {
    public Word word() {
      return new Word(content, !content.text().contains("${"), true);
    }
  }

  /**
   * @param code the text with blanks for what stands in literals and comments
   */
  record Reading(List<Literal> literals, String code) {}

  private record Pending(int start, String delimiter, boolean runs) {}

  public static List<Literal> in(PlacedText text, boolean hashComments) {
    return read(text, hashComments, Language.OTHER).literals();
  }

  static Reading read(PlacedText text, boolean hashComments, Language language) {
    Literals reader = new Literals(text, hashComments, language);
    reader.read();
    return new Reading(reader.found, reader.code.toString());
  }

  private void read() {
    documentation();
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean perls = language.runsBackticks();
      Optional<Quoting> quoting = perls ? Quoting.at(text, at, language) : Optional.empty();
      if (c == '\n' && perls) {
        lineEnd();
      } else if (quoting.isPresent()) {
        quoted(quoting.get());
      } else if (c == '#' && hashComments && !(perls && at > 0 && text.charAt(at - 1) == '$')) {
        skipTo("\n", 0);
      } else if (text.startsWith("//", at) && language.slashComments()) {
        skipTo("\n", 0);
      } else if (text.startsWith("/*", at) && language.slashComments()) {
        skipTo("*/", 2);
      } else if (text.startsWith("\"\"\"", at) || text.startsWith("'''", at)) {
        literal(text.substring(at, at + 3), true, false);
      } else if (c == '`' && perls) {
        boolean opens = (at == 0 || text.charAt(at - 1) != '$') && afterValue();
        if (opens) {
          literal("`", true, true);
        } else {
          at++;
        }
      } else if (c == '"' || c == '\'' || c == '`') {
        literal(String.valueOf(c), c == '`' || (perls && afterValue()), false);
      } else if (text.startsWith("<<", at)) {
        heredoc();
      } else {
        at++;
      }
    }
  }

  private boolean afterValue() {
    return VALUE.matcher(text.substring(Math.max(0, at - 40), at)).matches();
  }

  private void skipTo(String end, int more) {
    int found = text.indexOf(end, at);
    pass(found < 0 ? text.length() : found + more);
  }

  /** Moves on over what is no code. */
  private void pass(int to) {
    for (int i = at; i < to; i++) {
      if (code.charAt(i) != '\n') {
        code.setCharAt(i, ' ');
      }
    }
    at = to;
  }

  private void literal(String quote, boolean multiline, boolean runs) {
    int start = at;
    int next = at + quote.length();
    PlacedText.Builder content = new PlacedText.Builder(placed.line(next), placed.column(next));
    while (next < text.length() && !text.startsWith(quote, next)) {
      char c = text.charAt(next);
      if (c == '\n' && !multiline) {
        at = next;
        return;
      }
      int from = next;
      if (c == '\\' && next + 1 < text.length() && !quote.equals("`")) {
        next++;
        c =
            switch (text.charAt(next)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              default -> text.charAt(next);
            };
      }
      content.append(c, placed.line(from), placed.column(from));
      next++;
    }
    if (next >= text.length() && language.runsBackticks()) {
      at = start + quote.length();
      return;
    }
    pass(Math.min(next + quote.length(), text.length()));
    found.add(new Literal(content.build(), start, at, runs));
  }

  private void quoted(Quoting quoting) {
    int start = at;
    pass(quoting.end());
    if (quoting.isText()) {
      PlacedText content = placed.sub(quoting.from(), quoting.to());
      found.add(new Literal(content, start, at, quoting.runs()));
    }
  }

  private void heredoc() {
    if (language.runsBackticks()) {
      Matcher head = HEREDOC.matcher(text).region(at, text.length());
      String delimiter =
          head.lookingAt() ? head.group(1) == null ? head.group(3) : head.group(1) : "";
      if (pending.size() < MOST_PENDING && delimiters.closes(delimiter, at)) {
        pending.add(new Pending(at, delimiter, "`".equals(head.group(2))));
        pass(head.end());
      } else {
        at += 2;
      }
      return;
    }
    int start = at;
    int lineEnd = text.indexOf('\n', at);
    String head = lineEnd < 0 ? "" : text.substring(at, lineEnd).strip();
    if (!head.matches("<<[-~]?\\w+")) {
      at += 2;
      return;
    }
    String delimiter = head.replaceAll("^<<[-~]?", "");
    int close = delimiters.close(lineEnd, delimiter);
    int end = close < 0 ? text.length() : close;
    pass(end);
    found.add(new Literal(placed.sub(lineEnd + 1, end), start, end, false));
    pass(delimiters.lineEnd(end));
  }

  /** Bodies of heredocs, documentation and data begin behind a line's end. */
  private void lineEnd() {
    for (Pending heredoc : pending) {
      int body = at + 1;
      int close = delimiters.close(at, heredoc.delimiter());
      if (close >= 0) {
        found.add(new Literal(placed.sub(body, close), heredoc.start(), close, heredoc.runs()));
        pass(delimiters.lineEnd(close));
      }
    }
    pending.clear();
    if (END.matcher(text).region(at, text.length()).lookingAt()) {
      pass(text.length());
    } else {
      at = Math.min(at + 1, text.length());
      documentation();
    }
  }

  /** At a line's start: passes over {@code =head1 ... =cut} and {@code =begin ... =end}. */
  private void documentation() {
    if (language.runsBackticks() && POD.matcher(text).region(at, text.length()).lookingAt()) {
      Matcher end = POD_END.matcher(text);
      pass(end.find(at) ? end.end() : text.length());
    }
  }
}
