package dev.tidegate.syntax.hcl;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A value as written, with its place: lines and columns from 1, columns in code points. What is
 * constant is folded ({@code "${"a"}-b"} is the text {@code a-b}); nothing else is evaluated.
 */
public sealed interface HclValue {
  int line();

  int column();

  /** The values directly inside. */
  List<HclValue> parts();

  /**
   * A constant text, decoded.
   *
   * @param indent for a heredoc the columns taken off its lines, whose n-th, counted from 1, stands
   *     at {@code line + n}; else {@value #NO_HEREDOC}
   */
  record Text(String text, int indent, int line, int column) implements HclValue {
    static final int NO_HEREDOC = -1;

    /** A text in quotes, or a name. */
    Text(String text, int line, int column) {
      this(text, NO_HEREDOC, line, column);
    }

    public boolean heredoc() {
      return indent != NO_HEREDOC;
    }

    @Override
    public List<HclValue> parts() {
      return List.of();
    }
  }

  /** A number, {@code true}, {@code false} or {@code null}. */
  record Word(String text, int line, int column) implements HclValue {
    @Override
    public List<HclValue> parts() {
      return List.of();
    }
  }

  /**
   * A text with at least one part that is not constant; directives add their expressions.
   *
   * @param indent as for {@link Text}
   */
  record Template(List<HclValue> parts, int indent, int line, int column) implements HclValue {
    public Template {
      parts = List.copyOf(parts);
    }
  }

  /** {@code [a, b]}. */
  record Tuple(List<HclValue> parts, int line, int column) implements HclValue {
    public Tuple {
      parts = List.copyOf(parts);
    }
  }

  /** {@code {a = b}}. */
  record Table(List<Entry> entries, int line, int column) implements HclValue {
    public Table {
      entries = List.copyOf(entries);
    }

    @Override
    public List<HclValue> parts() {
      return entries.stream().flatMap(e -> Stream.of(e.key(), e.value())).toList();
    }

    public Optional<HclValue> get(String key) {
      return entries.stream().filter(e -> e.named(key)).map(Entry::value).findFirst();
    }
  }

  /** A bare name as a key is a text. */
  record Entry(HclValue key, HclValue value) {
    boolean named(String name) {
      return key instanceof Text t && t.text().equals(name);
    }
  }

  /**
   * {@code var.x}, {@code data.a.b[var.i].c}.
   *
   * @param names up to the first index: {@code data.a.b}
   * @param parts the indexes
   */
  record Reference(String names, List<HclValue> parts, int line, int column) implements HclValue {
    public Reference {
      parts = List.copyOf(parts);
    }
  }

  /** {@code f(a, b)}; a provider's function is {@code provider::x::f}. */
  record Call(String function, List<HclValue> parts, int line, int column) implements HclValue {
    public Call {
      parts = List.copyOf(parts);
    }
  }

  /** {@code condition ? yes : no}. */
  record Choice(HclValue condition, HclValue yes, HclValue no, int line, int column)
      implements HclValue {
    @Override
    public List<HclValue> parts() {
      return List.of(condition, yes, no);
    }
  }

  /** An operation, a {@code for}, an index into something: its operands in order. */
  record Expression(List<HclValue> parts, int line, int column) implements HclValue {
    public Expression {
      parts = List.copyOf(parts);
    }
  }

  /** The text where it is constant. */
  default Optional<String> constant() {
    return this instanceof Text t ? Optional.of(t.text()) : Optional.empty();
  }

  /** This and everything inside, in the file's order. */
  default List<HclValue> all() {
    List<HclValue> found = new ArrayList<>();
    Deque<HclValue> open = new ArrayDeque<>(List.of(this));
    while (!open.isEmpty()) {
      HclValue value = open.pop();
      found.add(value);
      value.parts().reversed().forEach(open::push);
    }
    return found;
  }
}
