package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Tekton and Argo Workflows add to containers: parameters that are part of a script or an
 * argument vector, and resource templates, which do what kubectl does.
 */
final class Workflows {
  private static final Pattern API = Pattern.compile("(?:tekton\\.dev|argoproj\\.io)/.*");
  private static final Pattern KIND =
      Pattern.compile("(?:Cluster)?(?:Cron)?Workflow(?:Template|EventBinding)?|Sensor");

  /** {@code $(params.a)}, {@code $(params["a"][*])}, <code>{{inputs.parameters.a}}</code>. */
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$\\((?:inputs\\.)?params(?:\\.([\\w-]+)|\\[[\"']([\\w.-]+)[\"']])(?:\\[\\*])?\\)"
              + "|\\{\\{\\s*(?:inputs|workflow)\\.parameters\\.([\\w-]+)\\s*}}");

  private static final int MAX_VALUES = 8;
  private static final int MAX_LENGTH = 1 << 20;

  private final Executables.Sink sink;
  private final Containers containers;
  private final String[] lines;
  private final Map<String, List<YamlNode>> values = new HashMap<>();
  private int turn;
  private int visited;

  Workflows(Executables.Sink sink, Containers containers, String[] lines) {
    this.sink = sink;
    this.containers = containers;
    this.lines = lines;
  }

  /**
   * @param document with {@code apiVersion} and {@code kind}; of another system nothing is read
   */
  void read(YamlNode document) {
    String kind = document.text("kind").orElse("");
    if (document.at("items").isPresent() && kind.equals("List")) {
      document.items("items").forEach(this::read);
    } else if (API.matcher(document.text("apiVersion").orElse("")).matches()) {
      values.clear();
      collect(document);
      int turns = values.values().stream().mapToInt(List::size).max().orElse(0);
      for (turn = 0; turn < turns; turn++) {
        steps(document, "a container of " + kind);
      }
      if (KIND.matcher(kind).matches()) {
        resources(document, "a resource template of " + kind);
      }
    }
  }

  private boolean enter() {
    return ++visited <= YamlCommands.MAX_NODES;
  }

  /** Parameters of the whole document by name: tasks pass them on under names of their own. */
  private void collect(YamlNode node) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(this::collect);
      case Mapping map when enter() -> {
        for (String key : List.of("params", "parameters")) {
          map.items(key).forEach(this::parameter);
        }
        map.entries().forEach(e -> collect(e.value()));
      }
      default -> {}
    }
  }

  private void parameter(YamlNode parameter) {
    String name = parameter.text("name").orElse("");
    for (String key : List.of("value", "default")) {
      parameter
          .at(key)
          .ifPresent(value -> {
            List<YamlNode> all = values.computeIfAbsent(name, n -> new ArrayList<>());
            if (all.size() < MAX_VALUES) {
              all.add(value);
            }
            if (name.equalsIgnoreCase("script") && value instanceof Scalar script) {
              containers.script(Places.placed(script, lines), "", Map.of(), "a parameter script");
            }
          });
    }
  }

  private void steps(YamlNode node, String where) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(i -> steps(i, where));
      case Mapping map when enter() -> {
        for (String key : List.of("script", "source")) {
          if (map.get(key).orElse(null) instanceof Scalar text && refers(text.text())) {
            PlacedText script = filled(Places.placed(text, lines));
            containers.script(script, Containers.program(map), Map.of(), where);
          }
        }
        argv(map, where);
        map.entries().forEach(e -> steps(e.value(), where));
      }
      default -> {}
    }
  }

  private void argv(Mapping map, String where) {
    List<Word> argv = new ArrayList<>();
    boolean refers = false;
    for (String key : List.of("command", "args")) {
      for (YamlNode item : map.items(key)) {
        if (item instanceof Scalar text) {
          refers |= refers(text.text());
          argv.addAll(words(text));
        }
      }
    }
    if (refers) {
      sink.argv(argv, where);
    }
  }

  private static boolean refers(String text) {
    return REFERENCE.matcher(text).find();
  }

  /** One word, or those of a list that stands for it. */
  private List<Word> words(Scalar scalar) {
    Matcher whole = REFERENCE.matcher(scalar.text());
    List<Word> words = new ArrayList<>();
    if (whole.matches() && value(whole).orElse(null) instanceof Sequence list) {
      for (YamlNode item : list.items()) {
        if (item instanceof Scalar text) {
          words.add(Places.word(text, lines));
        }
      }
    } else {
      words.add(new Word(filled(Places.placed(scalar, lines)), true, !scalar.plain()));
    }
    return words;
  }

  /** The value of this turn; empty where nothing in the document gives one. */
  private Optional<YamlNode> value(Matcher reference) {
    for (int group = 1; group <= 3; group++) {
      String name = reference.group(group);
      if (name != null && values.containsKey(name)) {
        List<YamlNode> all = values.getOrDefault(name, List.of());
        return Optional.of(all.get(Math.min(turn, all.size() - 1)));
      }
    }
    return Optional.empty();
  }

  private PlacedText filled(PlacedText text) {
    PlacedText.Builder out = new PlacedText.Builder(text.line(0), text.column(0));
    Matcher reference = REFERENCE.matcher(text.text());
    int from = 0;
    while (reference.find() && out.length() < MAX_LENGTH) {
      out.append(text.sub(from, reference.start()));
      out.append(
          value(reference).orElse(null) instanceof Scalar scalar
              ? Places.placed(scalar, lines)
              : text.sub(reference.start(), reference.end()));
      from = reference.end();
    }
    out.append(text.sub(from, text.length()));
    return out.build();
  }

  private void resources(YamlNode node, String where) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(i -> resources(i, where));
      case Mapping map when enter() -> {
        if (map.get("resource").orElse(null) instanceof Mapping resource
            && resource.get("action").orElse(null) instanceof Scalar action) {
          List<Word> argv = new ArrayList<>();
          argv.add(Word.literal("kubectl", action.line(), action.column()));
          argv.addAll(words(action));
          resource.items("flags").stream()
              .filter(Scalar.class::isInstance)
              .forEach(flag -> argv.addAll(words((Scalar) flag)));
          sink.argv(argv, where);
        }
        map.entries().forEach(e -> resources(e.value(), where));
      }
      default -> {}
    }
  }
}
