package dev.tidegate.manifest.program;

import dev.tidegate.manifest.program.Literals.Literal;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Programs that Python calls as functions, by the modules sh and plumbum: {@code
 * sh.kubectl("apply")} and {@code from sh import kubectl}.
 */
final class ShModule {
  private static final Pattern MODULE =
      Pattern.compile("(?m)^[ \t]*import[ \t]+sh\\b(?:[ \t]+as[ \t]+(\\w+))?");
  private static final Pattern NAMES =
      Pattern.compile(
          "(?m)^[ \t]*from[ \t]+(?:sh|plumbum\\.cmd|plumbum)[ \t]+import[ \t]+(?:\\(([^)]{0,2000})\\)|(.+))");
  private static final Pattern NAME = Pattern.compile("\\s*(\\w+)(?:\\s+as\\s+(\\w+))?\\s*");

  /** A name with what is called on it, up to the opening bracket. */
  private static final Pattern CALL =
      Pattern.compile("(?<![\\w.])(\\w+)((?:\\.\\w+)*)[ \t]*([(\\[])");

  private static final Pattern ASSIGNED = Pattern.compile("(?m)^[ \t]*(\\w+)[ \t]*=[ \t]*\\z");
  private static final Pattern KEYWORD = Pattern.compile("\\s*(\\w+)\\s*=(?!=).*", Pattern.DOTALL);
  private static final int MAX_WORDS = 200;
  private static final int LOOK_BACK = 100;
  private static final int LONGEST = 2_000;

  private final PlacedText placed;
  private final List<Literal> literals;
  private final String code;

  /** The words that a name stands for; a module's are none. */
  private final Map<String, List<Word>> known = new HashMap<>();

  private final List<Run> runs = new ArrayList<>();

  private ShModule(PlacedText placed, List<Literal> literals, String code) {
    this.placed = placed;
    this.literals = literals;
    this.code = code;
  }

  /**
   * @param code with blanks for the insides of literals
   */
  static List<Run> calls(PlacedText placed, List<Literal> literals, String code) {
    ShModule module = new ShModule(placed, literals, code);
    module.imports();
    if (!module.known.isEmpty()) {
      module.read();
    }
    return module.runs;
  }

  private void imports() {
    Matcher module = MODULE.matcher(code);
    while (module.find()) {
      known.put(Optional.ofNullable(module.group(1)).orElse("sh"), List.of());
    }
    Matcher names = NAMES.matcher(code);
    while (names.find()) {
      int group = names.group(1) != null ? 1 : 2;
      for (String one : names.group(group).split(",", -1)) {
        Matcher name = NAME.matcher(one);
        if (name.matches()) {
          String program = name.group(1);
          boolean maker = program.equals("Command") || program.equals("local");
          known.put(
              Optional.ofNullable(name.group(2)).orElse(program),
              maker ? List.of() : List.of(word(program, names.start(group))));
        }
      }
    }
  }

  private void read() {
    Matcher call = CALL.matcher(code);
    while (call.find()) {
      List<Word> prefix = known.get(call.group(1));
      if (prefix != null) {
        expression(call, prefix);
      }
    }
  }

  /**
   * A call with the calls on what it gives, such as {@code sh.kubectl.bake("-n", "x")("apply")}.
   */
  private void expression(Matcher call, List<Word> prefix) {
    List<Word> words = new ArrayList<>();
    for (Word word : prefix) {
      words.add(Word.literal(word.text(), placed.line(call.start()), placed.column(call.start())));
    }
    boolean bakes = false;
    for (String part : call.group(2).split("\\.", -1)) {
      bakes = part.equals("bake");
      if (!part.isEmpty() && !bakes && !part.equals("Command")) {
        words.add(word(part, call.start()));
      }
    }
    int open = call.start(3);
    boolean more = true;
    while (more && words.size() < MAX_WORDS) {
      int close = close(open);
      arguments(open + 1, close, words);
      int next = close + 1;
      more = next < code.length() && (code.charAt(next) == '(' || code.charAt(next) == '[');
      open = more ? next : open;
    }
    if (words.isEmpty()) {
      return;
    }
    Matcher assigned =
        ASSIGNED.matcher(code.substring(Math.max(0, call.start() - LOOK_BACK), call.start()));
    if (assigned.find() && (bakes || words.size() == 1 || code.charAt(open) == '[')) {
      known.put(assigned.group(1), List.copyOf(words));
    }
    if (!bakes) {
      runs.add(new Run.Vector(words));
    }
  }

  private int close(int open) {
    int depth = 0;
    for (int i = open; i < Math.min(code.length(), open + LONGEST); i++) {
      char c = code.charAt(i);
      if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0 && --depth == 0) {
        return i;
      }
    }
    return Math.min(code.length(), open + LONGEST);
  }

  private void arguments(int from, int to, List<Word> words) {
    int start = from;
    int depth = 0;
    for (int i = from; i <= to && words.size() < MAX_WORDS; i++) {
      char c = i < to ? code.charAt(i) : ',';
      depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
      if (c == ',' && (depth == 0 || i == to)) {
        argument(start, i, words);
        start = i + 1;
      }
    }
  }

  private void argument(int from, int to, List<Word> words) {
    if (from >= to) {
      return;
    }
    List<Literal> own = literals(from, to);
    String bare = code.substring(from, to);
    Matcher keyword = KEYWORD.matcher(bare);
    if (keyword.matches()) {
      String name = keyword.group(1).replace('_', '-');
      if (!name.startsWith("-")) {
        String value = own.isEmpty() ? "true" : own.getFirst().content().text();
        words.add(word((name.length() > 1 ? "--" : "-") + name + "=" + value, from));
      }
    } else if (own.size() == 1 && bare.strip().matches("[frbu]?")) {
      words.add(own.getFirst().word());
    } else if (!bare.isBlank() || !own.isEmpty()) {
      words.add(new Word(PlacedText.at("?", placed.line(from), placed.column(from)), false, false));
    }
  }

  /** The first two literals between two offsets; they stand in order. */
  private List<Literal> literals(int from, int to) {
    int low = 0;
    int high = literals.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      boolean before = literals.get(middle).start() < from;
      low = before ? middle + 1 : low;
      high = before ? high : middle;
    }
    List<Literal> next = literals.subList(low, Math.min(low + 2, literals.size()));
    return next.stream().filter(l -> l.end() <= to).toList();
  }

  private Word word(String name, int at) {
    return Word.literal(name.replace('_', '-'), placed.line(at), placed.column(at));
  }
}
