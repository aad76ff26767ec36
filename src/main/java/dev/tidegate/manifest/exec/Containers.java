package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.program.Language;
import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.shell.Shell;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Commands and scripts of containers, wherever in a document they stand. */
final class Containers {
  private final Executables.Sink sink;
  private final String[] lines;
  private int visited;

  Containers(Executables.Sink sink, String[] lines) {
    this.sink = sink;
    this.lines = lines;
  }

  void read(YamlNode node, String where) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(i -> read(i, where));
      case Mapping map when enter() -> {
        argv(map, environment(map, "env", Map.of()), where);
        steps(map, where);
        for (YamlNode.Entry entry : map.entries()) {
          if (entry.value() instanceof Scalar text) {
            scalar(map, entry.key(), text, where);
          } else {
            read(entry.value(), where);
          }
        }
      }
      default -> {}
    }
  }

  /** Steps that take their image from a template. */
  private void steps(Mapping map, String where) {
    for (YamlNode step : map.items("steps")) {
      if (step.at("image").isEmpty() && step.at("script").orElse(null) instanceof Scalar text) {
        script(text, "", Map.of(), where);
      }
    }
  }

  private boolean enter() {
    return ++visited <= YamlCommands.MAX_NODES;
  }

  private void scalar(Mapping map, String key, Scalar text, String where) {
    boolean runs = (key.equals("script") || key.equals("source")) && map.get("image").isPresent();
    boolean file = key.matches("(?i).+\\.(sh|bash|zsh|ksh)");
    if (Code.isCode(key) && text.multiline()) {
      Code.program(sink, Places.placed(text, lines), Language.ofFile(key));
    } else if (Lines.isCrontab(key) || (text.multiline() && Lines.looksTimed(text.text()))) {
      Lines.crontab(sink, Places.placed(text, lines));
    } else if (Windows.isScript(key)) {
      sink.script(Windows.powershell(Places.placed(text, lines)), "a script in a document");
    } else if (runs || file || Executables.interpreter(text.text()).isPresent()) {
      script(
          text,
          runs ? program(map) : "",
          environment(map, "env", Map.of()),
          file ? "a script in a document" : where);
    }
  }

  /**
   * A script in a document, by its first line or by the shell that is named for it.
   *
   * @param shell as in {@code shell: pwsh}; empty where none is named
   */
  void script(Scalar text, String shell, Map<String, String> variables, String where) {
    script(Places.placed(text, lines), shell, variables, where);
  }

  void script(PlacedText text, String shell, Map<String, String> variables, String where) {
    PlacedText placed = Templates.variables(text);
    String by = Executables.interpreter(text.text()).orElse(shell).strip();
    String program = by.split("\\s", 2)[0];
    program = program.substring(program.lastIndexOf('/') + 1);
    if (program.matches("(python|node|ruby|perl|deno|bun|php)[\\d.]*")) {
      Code.program(sink, placed, Language.ofInterpreter(program));
    } else if (program.equals("pwsh") || program.equals("powershell")) {
      sink.script(Windows.powershell(placed), variables, where);
    } else if (program.equals("cmd")) {
      sink.script(Windows.batch(placed), variables, where);
    } else {
      sink.script(placed, variables, where);
    }
  }

  /** The program that a script template names for its source; empty where it names none. */
  static String program(Mapping map) {
    List<YamlNode> command = map.items("command");
    return command.isEmpty() ? "" : command.getFirst().text().orElse("");
  }

  /** The services of a Compose file: an image without entrypoint runs what it is named after. */
  void compose(YamlNode document) {
    if (!(document.at("services").orElse(document) instanceof Mapping services)) {
      return;
    }
    String where = "a Compose service";
    for (YamlNode.Entry service : services.entries()) {
      if (service.value() instanceof Mapping map
          && map.get("image").orElse(null) instanceof Scalar image) {
        Map<String, String> variables = environment(map, "environment", Map.of());
        Word program = Shell.imageProgram(Places.word(image, lines));
        boolean own = map.get("entrypoint").isPresent();
        for (String key : List.of("command", "entrypoint")) {
          switch (map.get(key).orElse(null)) {
            case Scalar text -> {
              script(text, "", variables, where);
              if (!own) {
                PlacedText.Builder all = new PlacedText.Builder(text.line(), text.column());
                all.append(program.text() + " ", text.line(), text.column());
                all.append(Places.placed(text, lines));
                sink.script(all.build(), variables, where);
              }
            }
            case Sequence list when !own -> {
              List<Word> argv = new ArrayList<>();
              argv.add(program);
              argv.addAll(words(map, key));
              sink.argv(argv, variables, where);
            }
            case null, default -> {}
          }
        }
      }
    }
  }

  void argv(Mapping map, Map<String, String> variables, String where) {
    List<Word> argv = new ArrayList<>();
    argv.addAll(words(map, "entrypoint"));
    argv.addAll(words(map, "command"));
    if (argv.isEmpty() && image(map) instanceof Scalar image) {
      List<Word> args = words(map, "args");
      if (!args.isEmpty()) {
        sink.argv(args, variables, where);
        argv.add(Shell.imageProgram(Places.word(image, lines)));
      }
    }
    if (argv.isEmpty()
        && map.get("command").orElse(null) instanceof Scalar program
        && program.text().strip().indexOf(' ') < 0) {
      argv.add(Places.word(program, lines));
    }
    if (!argv.isEmpty()) {
      argv.addAll(words(map, "args"));
      argv.replaceAll(word -> Templates.filled(word, variables));
      sink.argv(argv, variables, where);
    }
  }

  /** Cloud Build calls the image a name. */
  private static YamlNode image(Mapping map) {
    return map.get("image")
        .or(() -> map.get("name").filter(n -> n instanceof Scalar s && s.text().indexOf('/') > 0))
        .orElse(map);
  }

  private List<Word> words(Mapping map, String key) {
    List<Word> words = new ArrayList<>();
    for (YamlNode item : map.items(key)) {
      if (item instanceof Scalar text) {
        words.add(Places.word(text, lines));
      }
    }
    return words;
  }

  /** The literal variables below a key, as a mapping or as a list, over those around it. */
  static Map<String, String> environment(Mapping map, String key, Map<String, String> outer) {
    Optional<YamlNode> own = map.get(key);
    if (own.isEmpty()) {
      return outer;
    }
    Map<String, String> all = new HashMap<>(outer);
    if (own.get() instanceof Mapping pairs) {
      for (YamlNode.Entry pair : pairs.entries()) {
        pair.value().text().ifPresent(v -> put(all, pair.key(), v));
      }
    } else {
      for (YamlNode item : map.items(key)) {
        if (item instanceof Scalar pair && pair.text().indexOf('=') > 0) {
          String[] sides = pair.text().split("=", 2);
          put(all, sides[0], sides[1]);
        }
        item.text("name").ifPresent(n -> item.text("value").ifPresent(v -> put(all, n, v)));
      }
    }
    return all;
  }

  private static void put(Map<String, String> all, String name, String value) {
    if (name.matches("\\w+") && value.indexOf('$') < 0 && value.length() < 500) {
      all.put(name, value);
    }
  }
}
