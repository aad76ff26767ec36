package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;

/**
 * One word of a command after quoting and expansion.
 *
 * @param content decoded; what could not be known stands in it as it was written, such as {@code
 *     $VERB} or {@code $(date)}
 * @param known true where the whole word is literal
 * @param quoted true where any part was quoted
 */
public record Word(PlacedText content, boolean known, boolean quoted) {
  /** A literal word whose first character stands at this place. */
  public static Word literal(String text, int line, int column) {
    return new Word(PlacedText.at(text, line, column), true, false);
  }

  public String text() {
    return content.text();
  }

  public int line() {
    return content.line(0);
  }

  public int column() {
    return content.column(0);
  }

  /** True where the word is literal and reads so. */
  boolean is(String text) {
    return known && content.text().equals(text);
  }

  /** True for a literal or half-known word that starts as an option. */
  boolean isOption() {
    return text().startsWith("-") && text().length() > 1;
  }

  /** The word from an offset on. */
  Word from(int offset) {
    return new Word(content.sub(offset, content.length()), known, quoted);
  }
}
