package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script has named so far: literal variables, arrays, aliases, functions with parameters.
 */
final class Scope {
  private static final int MAX_VALUE = 4096;
  private static final int MAX_TURNS = 32;
  private static final Pattern PARAMETER = Pattern.compile("\\$\\{?([@*1-9])(?:[:}][^}]*}?)?");
  private static final Pattern COUNT = Pattern.compile("[0-9.]+[smh]?");
  private static final int MAX_FILES = 64;
  private final Map<String, List<PlacedText>> files = new HashMap<>();
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, List<Word>> arrays = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, List<Word>> loops = new HashMap<>();
  private final Map<String, List<List<Word>>> bodies = new HashMap<>();
  private boolean turning;

  void assign(String name, Word value) {
    arrays.remove(name);
    loops.remove(name);
    if (value.known() && value.text().length() <= MAX_VALUE) {
      variables.put(name, value.text());
    } else {
      variables.remove(name);
    }
  }

  /** Takes {@code NAME=value} as {@code export} and {@code local} have it. */
  void assign(Word pair) {
    int equals = pair.text().indexOf('=');
    if (equals > 0) {
      assign(pair.text().substring(0, equals), pair.from(equals + 1));
    }
  }

  /** Takes the names that a command of the shell itself gives values to. */
  void declared(List<Word> command) {
    switch (command.getFirst().text()) {
      case "export", "local", "declare", "readonly", "typeset" -> command.forEach(this::assign);
      case "alias" -> command.forEach(this::alias);
      default -> {}
    }
  }

  void assignArray(String name, List<Word> values) {
    variables.remove(name);
    if (values.size() <= 256) {
      arrays.put(name, List.copyOf(values));
    }
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  Optional<List<Word>> array(String name) {
    return Optional.ofNullable(arrays.get(name));
  }

  /** Follows text into a file, by the path as it is spelled. */
  void wrote(String path, List<PlacedText> texts) {
    if (!texts.isEmpty() && files.size() < MAX_FILES && !path.startsWith("/dev/")) {
      files.computeIfAbsent(path, p -> new ArrayList<>()).addAll(texts);
    }
  }

  /** What stands in a file, with what is added to it later. */
  List<PlacedText> file(String path) {
    List<PlacedText> texts = files.isEmpty() ? null : files.get(path);
    return texts == null ? List.of() : Collections.unmodifiableList(texts);
  }

  /** What stands in a file, once: a script that runs itself is read one time. */
  List<PlacedText> takeFile(String path) {
    List<PlacedText> texts = files.remove(path);
    return texts == null ? List.of() : texts;
  }

  /** Takes {@code name=value} as {@code alias} has it. */
  void alias(Word pair) {
    int equals = pair.text().indexOf('=');
    if (equals > 0 && pair.known()) {
      aliases.put(pair.text().substring(0, equals), pair.text().substring(equals + 1));
    }
  }

  /** A command with the alias that it begins with written out. */
  List<Word> aliased(List<Word> command) {
    Word first = command.getFirst();
    String alias = first.quoted() ? null : aliases.get(first.text());
    if (alias == null) {
      return command;
    }
    List<Word> words = new ArrayList<>();
    for (String part : alias.strip().split("\\s+", -1)) {
      words.add(Word.literal(part, first.line(), first.column()));
    }
    words.addAll(command.subList(1, command.size()));
    return words;
  }

  /** {@code NAME+=more} and {@code NAME+=(more)}. */
  void append(String name, List<Word> more) {
    Optional<List<Word>> array = array(name);
    Optional<String> value = variable(name);
    if (array.isPresent()) {
      List<Word> all = new ArrayList<>(array.get());
      all.addAll(more);
      assignArray(name, all);
    } else if (value.isPresent() && more.size() == 1 && more.getFirst().known()) {
      variables.put(name, value.get() + more.getFirst().text());
    } else {
      variables.remove(name);
    }
  }

  /** A loop gives the name each of these values in turn; it begins with the first. */
  void loop(String name, List<Word> values) {
    assign(name, values.getFirst());
    if (!turning && values.size() > 1 && values.size() <= MAX_TURNS) {
      loops.put(name, List.copyOf(values));
    }
  }

  /** Runs the reading of a command once for each further value of a loop that it speaks of. */
  void otherTurns(String command, Runnable read) {
    if (turning) {
      return;
    }
    turning = true;
    Map<String, List<Word>> all = new HashMap<>(loops);
    all.forEach((name, values) -> {
      if (command.contains("$" + name) || command.contains("${" + name)) {
        values
            .subList(1, values.size())
            .forEach(value -> {
              assign(name, value);
              read.run();
            });
        assign(name, values.getFirst());
      }
    });
    loops.putAll(all);
    turning = false;
  }

  /** Keeps a command of a function that uses the function's parameters. */
  void body(String function, List<Word> command) {
    List<List<Word>> known = bodies.computeIfAbsent(function, f -> new ArrayList<>());
    if (!function.isEmpty()
        && known.size() < MAX_TURNS
        && command.stream().anyMatch(w -> PARAMETER.matcher(w.text()).find())) {
      known.add(List.copyOf(command));
    }
  }

  /** True for a function that runs what its arguments say. */
  boolean isFunction(String name) {
    return !bodies.getOrDefault(name, List.of()).isEmpty();
  }

  /** What a call of a function runs, as far as its arguments decide it; empty for other words. */
  List<List<Word>> called(List<Word> call) {
    List<List<Word>> commands = new ArrayList<>();
    for (List<Word> body : bodies.getOrDefault(call.getFirst().text(), List.of())) {
      List<Word> filled = new ArrayList<>();
      for (Word word : body) {
        fill(word, call, filled);
      }
      if (!filled.isEmpty()) {
        commands.add(filled);
      }
    }
    return commands;
  }

  private static void fill(Word word, List<Word> call, List<Word> into) {
    Matcher parameter = PARAMETER.matcher(word.text());
    if (!parameter.matches()) {
      into.add(
          into.isEmpty() && word.known()
              ? Word.literal(word.text(), call.getFirst().line(), call.getFirst().column())
              : word);
    } else if ("@*".contains(parameter.group(1))) {
      int from = 1;
      while (into.isEmpty()
          && from < call.size()
          && COUNT.matcher(call.get(from).text()).matches()) {
        from++; // retry 5 30s program: what is shifted away before it
      }
      into.addAll(call.subList(from, call.size()));
    } else {
      int n = Integer.parseInt(parameter.group(1));
      if (n < call.size()) {
        into.add(call.get(n));
      }
    }
  }
}
