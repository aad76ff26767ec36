package dev.tidegate.syntax;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How large a pattern in RE2's syntax becomes when its repetitions are written out, reckoned before
 * anything is compiled: RE2/J writes {@code ((a{1000}){1000}){1000}} out until memory is gone.
 *
 * @param steps of the program, about
 * @param repeats the largest product of repetitions inside each other; Go takes at most 1,000
 */
record Expansion(long steps, long repeats) {
  private static final long MOST = 1L << 40;
  private static final int DEEPEST = 500;

  static Expansion of(String pattern) {
    return new Reader(pattern).read();
  }

  private static final class Reader {
    private final String text;
    private final Deque<Group> open = new ArrayDeque<>();
    private int at;

    Reader(String text) {
      this.text = text;
      open.push(new Group());
    }

    Expansion read() {
      while (at < text.length()) {
        char c = text.charAt(at++);
        Group group = open.element();
        switch (c) {
          case '\\' -> escape(group);
          case '[' -> {
            set();
            group.atom(1, 1);
          }
          case '(' -> open();
          case ')' -> close();
          case '|' -> group.atom(1, 1);
          case '*', '+', '?' -> group.widen(1);
          case '{' -> repeat(group);
          default -> group.atom(1, 1);
        }
      }
      while (open.size() > 1) {
        close();
      }
      Group whole = open.element();
      whole.settle();
      return new Expansion(whole.steps, whole.repeats);
    }

    private void escape(Group group) {
      char c = at < text.length() ? text.charAt(at++) : ' ';
      if (c == 'Q') {
        int end = text.indexOf("\\E", at);
        int stop = end < 0 ? text.length() : end;
        for (; at < stop; at++) {
          group.atom(1, 1);
        }
        at = end < 0 ? stop : end + 2;
        return;
      }
      if ((c == 'p' || c == 'P' || c == 'x') && text.startsWith("{", at)) {
        int end = text.indexOf('}', at);
        at = end < 0 ? text.length() : end + 1;
      }
      group.atom(1, 1);
    }

    private void set() {
      if (text.startsWith("^", at)) {
        at++;
      }
      for (int first = at; at < text.length(); at++) {
        char c = text.charAt(at);
        if (c == '\\') {
          at++;
        } else if (c == '[' && text.startsWith("[:", at) && text.indexOf(":]", at + 2) > 0) {
          at = text.indexOf(":]", at + 2) + 1;
        } else if (c == ']' && at > first) {
          break;
        }
      }
      at = Math.min(text.length(), at + 1);
    }

    private void open() {
      if (text.startsWith("?", at)) {
        int end = at;
        while (end < text.length() && ":)>".indexOf(text.charAt(end)) < 0) {
          end++;
        }
        at = Math.min(text.length(), end + 1);
        if (end < text.length() && text.charAt(end) == ')') {
          return;
        }
      }
      open.push(new Group());
      if (open.size() > DEEPEST) {
        open.element().atom(MOST, 1);
      }
    }

    private void close() {
      if (open.size() > 1) {
        Group inner = open.pop();
        inner.settle();
        open.element().atom(inner.steps + 2, inner.repeats);
      }
    }

    private void repeat(Group group) {
      int end = text.indexOf('}', at);
      String inside = end < 0 ? "" : text.substring(at, end);
      if (!inside.matches("\\d{1,9}(,\\d{0,9})?")) {
        group.atom(1, 1);
        return;
      }
      at = end + 1;
      long most = 1;
      for (String number : inside.split(",")) {
        most = Math.max(most, Long.parseLong(number));
      }
      group.widen(most);
    }
  }

  /** What stands between two brackets; its last atom is what a repetition applies to. */
  private static final class Group {
    long steps = 0;
    long repeats = 1;
    private long last = 0;
    private long lastRepeats = 1;

    void atom(long size, long repeated) {
      settle();
      last = size;
      lastRepeats = repeated;
    }

    void widen(long times) {
      last = Math.min(MOST, (last + 1) * times);
      lastRepeats = Math.min(MOST, lastRepeats * times);
    }

    void settle() {
      steps = Math.min(MOST, steps + last);
      repeats = Math.max(repeats, lastRepeats);
      last = 0;
      lastRepeats = 1;
    }
  }
}
