package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks one script's grammar and hands its simple commands to the session. */
final class ShellParser {
  private static final int MAX_NESTING = 150;
  private static final int MAX_CALLS = 6;
  private static final int LONGEST_IN_LOOP = 2_000;

  final Cursor in;
  final Shell.Session session;
  final int depth;
  private final ShellWords words;
  private final Heredocs heredocs;
  private final List<Stage> stages = new ArrayList<>();
  final List<PlacedText> substituted = new ArrayList<>();

  /** The command that was read last. */
  @Nullable Stage last;

  private @Nullable Stage group;
  private String function = "";
  private int nesting;

  ShellParser(PlacedText text, Shell.Session session, int depth) {
    this.in = new Cursor(text);
    this.session = session;
    this.depth = depth;
    this.words = new ShellWords(this);
    this.heredocs = new Heredocs(this);
  }

  /** What ended a list. */
  enum End {
    TEXT,
    PAREN,
    BRACE,
    CASE,
    ESAC,
    GOES_ON
  }

  void script() {
    list(End.TEXT);
    settle();
  }

  /** Reads a nested list, no part of a group, up to its closing parenthesis or brace. */
  End nested(End until) {
    return nested(until, null);
  }

  private End nested(End until, @Nullable Stage into) {
    if (nesting >= MAX_NESTING) {
      session.giveUp();
      return End.TEXT;
    }
    Stage outer = group;
    group = into;
    nesting++;
    End end = list(until);
    nesting--;
    group = outer;
    return end;
  }

  /** As {@link #nested}, for anything else that holds itself. */
  void deeper(Runnable read) {
    if (nesting >= MAX_NESTING) {
      session.giveUp();
      in.moveTo(in.source.length());
      return;
    }
    nesting++;
    read.run();
    nesting--;
  }

  /** What the command prints that was read last, where one was read since. */
  List<PlacedText> printedSince(@Nullable Stage before) {
    Stage now = last;
    return now == null || now.equals(before) ? List.of() : now.output();
  }

  private End list(End until) {
    Stage last = null;
    Stage upstream = null;
    while (true) {
      in.skipBlanks();
      if (in.atEnd()) {
        return End.TEXT;
      }
      char c = in.peek();
      char next = in.peek(1);
      if (c == '|' && next != '|') {
        in.skip(next == '&' ? 2 : 1);
        upstream = last;
        skipLines();
        continue;
      }
      if (c == '\n') {
        newline();
      } else if (c == ';') {
        in.skip(1);
        if (in.peek() == ';' || in.peek() == '&') {
          in.skip(in.peek(1) == '&' ? 2 : 1);
          if (until == End.CASE) {
            return End.CASE;
          }
        }
      } else if (c == '|' || (c == '&' && next != '>')) {
        in.skip(next == c ? 2 : 1);
      } else if (c == ')') {
        in.skip(1);
        if (until == End.PAREN) {
          return End.PAREN;
        }
      } else if (c == '(') {
        in.skip(1);
        if (next == '(' && words.arithmetic()) {
          continue;
        }
        last = new Stage(upstream);
        group(last, End.PAREN);
      } else {
        Stage stage = new Stage(upstream);
        End end = command(stage, until);
        if (end != End.GOES_ON) {
          return end;
        }
        last = stage;
      }
      upstream = null;
    }
  }

  /** Reads a group and its redirections. */
  private void group(Stage stage, End until) {
    nested(until, stage);
    in.skipBlanks();
    while (in.atRedirect()) {
      heredocs.redirect(stage, words);
      in.skipBlanks();
    }
    keep(stage);
  }

  private void newline() {
    in.skip(1);
    heredocs.readBodies();
    if (heredocs.nonePending()) {
      settle();
    }
  }

  private void skipLines() {
    in.skipBlanks();
    while (in.peek() == '\n') {
      newline();
      in.skipBlanks();
    }
  }

  private End command(Stage stage, End until) {
    String reserved = in.bareWord();
    switch (reserved) {
      case "if", "then", "else", "elif", "fi", "while", "until", "do", "done", "!", "coproc" ->
          in.skip(reserved.length());
      case "{" -> {
        in.skip(1);
        group(stage, End.BRACE);
      }
      case "}" -> {
        in.skip(1);
        if (until == End.BRACE) {
          return End.BRACE;
        }
      }
      case "esac" -> {
        in.skip(4);
        if (until == End.CASE) {
          return End.ESAC;
        }
      }
      case "case" -> {
        in.skip(4);
        branches();
      }
      case "for", "select" -> {
        in.skip(reserved.length());
        loopHeader();
      }
      case "function" -> {
        in.skip(8);
        in.skipBlanks();
        String name = in.bareWord();
        in.skip(name.length());
        functionBody(name);
      }
      case "[[" -> {
        in.skip(2);
        in.skipBlanks();
        while (!in.atEnd() && !in.bareWord().equals("]]")) {
          words.skipAny();
          in.skipBlanks();
        }
        in.skip(2);
      }
      default -> simple(stage);
    }
    return End.GOES_ON;
  }

  private void branches() {
    in.skipBlanks();
    words.read();
    skipLines();
    in.skip(in.bareWord().equals("in") ? 2 : 0);
    if (nesting >= MAX_NESTING) {
      session.giveUp();
      return;
    }
    while (!in.atEnd()) {
      skipLines();
      if (in.bareWord().equals("esac")) {
        in.skip(4);
        return;
      }
      if (in.peek() == '(') {
        in.skip(1);
      }
      while (!in.atEnd() && in.peek() != ')') {
        skipLines();
        if (in.peek() != ')') {
          words.skipAny();
        }
      }
      in.skip(1);
      if (nested(End.CASE, group) != End.CASE) {
        return;
      }
    }
  }

  private void loopHeader() {
    in.skipBlanks();
    if (in.peek() == '(') {
      in.skip(1);
      words.arithmetic();
      return;
    }
    String name = in.bareWord();
    in.skip(name.length());
    skipLines();
    if (!in.bareWord().equals("in")) {
      return;
    }
    in.skip(2);
    List<Word> values = new ArrayList<>();
    in.skipBlanks();
    while (!in.atEnd() && in.peek() != ';' && in.peek() != '\n' && in.peek() != ')') {
      int before = in.position();
      values.addAll(words.read());
      in.skip(in.position() == before ? 1 : 0);
      in.skipBlanks();
    }
    if (!values.isEmpty()) {
      session.scope.loop(name, values);
    }
  }

  private void functionBody(String name) {
    in.skipBlanks();
    if (in.peek() == '(' && in.peek(1) == ')') {
      in.skip(2);
    }
    skipLines();
    String outer = function;
    function = name;
    if (in.bareWord().equals("{")) {
      in.skip(1);
      nested(End.BRACE);
    } else if (in.peek() == '(') {
      in.skip(1);
      nested(End.PAREN);
    }
    function = outer;
  }

  private void simple(Stage stage) {
    int start = in.position();
    words(stage);
    PlacedText command = in.source.sub(start, in.position());
    if (command.length() <= LONGEST_IN_LOOP && command.text().indexOf('$') >= 0) {
      session.scope.otherTurns(command.text(), () -> session.run(command, depth + 1));
    }
  }

  private void words(Stage stage) {
    while (true) {
      in.skipBlanks();
      char c = in.peek();
      if (in.atEnd() || c == '\n' || c == ';' || c == '|' || c == ')') {
        break;
      }
      if (c == '&' && in.peek(1) != '>') {
        break;
      }
      if (in.atRedirect()) {
        int mark = substituted.size();
        heredocs.redirect(stage, words);
        take(mark, stage);
      } else if (c == '(') {
        in.skip(1);
        if (stage.words.size() == 1 && in.closesAtOnce()) {
          functionBody(stage.words.getFirst().text());
          return;
        }
        if (in.follows('=')) {
          words.array();
        } else {
          nested(End.PAREN);
        }
      } else if (stage.words.isEmpty() && in.assignedName().length() > 0) {
        words.assignment();
      } else {
        int before = in.position();
        int mark = substituted.size();
        stage.words.addAll(words.read());
        take(mark, stage);
        in.skip(in.position() == before ? 1 : 0);
      }
    }
    finish(stage);
  }

  private void take(int mark, Stage stage) {
    List<PlacedText> own = substituted.subList(mark, substituted.size());
    stage.processes.addAll(own);
    own.clear();
  }

  private void finish(Stage stage) {
    keep(stage);
    if (!stage.words.isEmpty()) {
      int mark = session.size();
      stage.readsScript = run(session.scope.aliased(stage.words), 0);
      stage.runs.addAll(session.since(mark));
    }
  }

  private void keep(Stage stage) {
    stages.add(stage);
    last = stage;
    if (group != null) {
      group.group.add(stage);
    }
  }

  /** True where what is run reads a script from its input. */
  private boolean run(List<Word> argv, int calls) {
    session.scope.body(function, argv);
    session.scope.declared(argv);
    List<List<Word>> called =
        calls < MAX_CALLS && session.firstCall(argv) ? session.scope.called(argv) : List.of();
    if (called.isEmpty()) {
      return session.emit(argv, depth);
    }
    boolean reads = false;
    for (List<Word> command : called) {
      reads |= run(command, calls + 1);
    }
    return reads;
  }

  /** Judges what was fed to each command, once the here-documents are read. */
  private void settle() {
    for (Stage stage : List.copyOf(stages)) {
      if (!session.settle(stage, depth)) {
        stage.expanding.forEach(this::substitutions);
      }
    }
    stages.clear();
  }

  /** Reads the substitutions of text that is itself no command. */
  void substitutions(PlacedText text) {
    if (depth < Shell.Session.MAX_DEPTH) {
      ShellParser inner = new ShellParser(text, session, depth + 1);
      inner.words.substitutionsOnly();
      inner.settle();
    } else {
      session.giveUp();
    }
  }
}
