package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.shell.Shell;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Commands in YAML and JSON documents: Kubernetes, CI systems, Ansible, Compose, npm. */
final class YamlCommands {
  private static final Set<String> STEPS =
      Set.of(
          "run",
          "script",
          "before_script",
          "after_script",
          "bash",
          "commands",
          "cmds",
          "cmd",
          "command",
          "before_install",
          "install",
          "after_success",
          "after_failure",
          "before_deploy",
          "entry",
          "postcreatecommand",
          "poststartcommand",
          "onstart",
          "preconditions",
          "sh");
  private static final Pattern CI =
      Pattern.compile(
          "(?i)(.*/)?(\\.github/(workflows|actions)/.*|action\\.ya?ml|.*gitlab-ci.*|\\.gitlab/.*"
              + "|\\.circleci/.*|.*azure-pipelines.*|bitbucket-pipelines\\.ya?ml|\\.drone\\.ya?ml"
              + "|\\.woodpecker.*|\\.travis\\.ya?ml|\\.buildkite/.*|taskfile.*|lefthook.*"
              + "|\\.pre-commit-config\\.ya?ml|\\.semaphore/.*|appveyor\\.ya?ml|\\.forgejo/.*"
              + "|\\.gitea/.*|devcontainer\\.json|helmfile.*|skaffold.*|buildspec.*|cloudbuild.*)");
  private static final Set<String> ANSIBLE = Set.of("shell", "command", "raw", "script");
  private static final int MAX_NODES = 2_000_000;

  private final Executables.Sink sink;
  private final String path;
  private final String[] lines;
  private int visited;

  YamlCommands(Executables.Sink sink, String path, String[] lines) {
    this.sink = sink;
    this.path = path;
    this.lines = lines;
  }

  void read(Yaml.Stream stream) {
    boolean ci = CI.matcher(path).matches();
    for (YamlNode document : stream.documents()) {
      boolean kubernetes =
          document.text("apiVersion").isPresent() && document.text("kind").isPresent();
      if (kubernetes) {
        containers(document, "a container of " + document.text("kind").orElse("?"));
      } else if (path.toLowerCase(Locale.ROOT).endsWith("package.json")) {
        document.at("scripts").ifPresent(s -> texts(s, "an npm script"));
      } else if (ci || isPipeline(document)) {
        steps(document);
      } else if (isAnsible(document)) {
        tasks(document);
      } else {
        compose(document);
        containers(document, "a container command");
      }
    }
  }

  /** A pipeline by its look: {@code jobs} with {@code on}, or jobs that have a script. */
  private static boolean isPipeline(YamlNode document) {
    return document.at("jobs").isPresent()
        || document.at("stages").isPresent()
        || document.at("pipelines").isPresent();
  }

  private boolean enter() {
    return ++visited <= MAX_NODES;
  }

  private void steps(YamlNode node) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(this::steps);
      case Mapping map when enter() -> {
        boolean otherShell =
            map.get("shell")
                .map(s -> s instanceof Scalar t && !Executables.isShell(t.text()))
                .orElse(false);
        argv(map, "a CI step");
        for (YamlNode.Entry entry : map.entries()) {
          String key = entry.key().toLowerCase(Locale.ROOT);
          if (STEPS.contains(key) && !otherShell) {
            step(entry.value(), key);
          } else {
            steps(entry.value());
          }
        }
      }
      default -> {}
    }
  }

  private void step(YamlNode value, String key) {
    switch (value) {
      case Scalar text -> text(text, "a CI step");
      case Sequence list -> {
        if (!key.equals("command") && !key.equals("entry")) {
          list.items().forEach(item -> step(item, key));
        }
      }
      case Mapping map -> steps(map);
    }
  }

  private void texts(YamlNode node, String where) {
    switch (node) {
      case Scalar text -> text(text, where);
      case Sequence list -> list.items().forEach(item -> texts(item, where));
      case Mapping map -> map.entries().forEach(e -> texts(e.value(), where));
    }
  }

  private void text(Scalar text, String where) {
    PlacedText placed = Places.placed(text, lines);
    Optional<String> interpreter = Executables.interpreter(text.text());
    if (interpreter.isEmpty() || Executables.isShell(interpreter.get())) {
      sink.script(placed, where);
    }
  }

  private static boolean isAnsible(YamlNode document) {
    if (!(document instanceof Sequence list)) {
      return false;
    }
    return list.items().stream()
        .anyMatch(i ->
            i instanceof Mapping m
                && m.entries().stream()
                    .anyMatch(e ->
                        Set.of("hosts", "tasks", "block", "roles").contains(e.key())
                            || ANSIBLE.contains(module(e.key()))));
  }

  private static String module(String key) {
    return key.replaceFirst("^ansible\\.(builtin|legacy|windows)\\.", "");
  }

  private void tasks(YamlNode node) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(this::tasks);
      case Mapping map when enter() -> {
        for (YamlNode.Entry entry : map.entries()) {
          if (!ANSIBLE.contains(module(entry.key()))) {
            tasks(entry.value());
          } else if (entry.value() instanceof Scalar text) {
            text(text, "an Ansible task");
          } else if (entry.value() instanceof Mapping module) {
            module.get("cmd").ifPresent(c -> texts(c, "an Ansible task"));
            module.get("_raw_params").ifPresent(c -> texts(c, "an Ansible task"));
            sink.argv(words(module, "argv"), "an Ansible task");
          }
        }
      }
      default -> {}
    }
  }

  private void compose(YamlNode document) {
    if (document.at("services").orElse(document) instanceof Mapping services) {
      for (YamlNode.Entry service : services.entries()) {
        if (service.value() instanceof Mapping map && map.get("image").isPresent()) {
          for (String key : List.of("command", "entrypoint")) {
            map.get(key)
                .ifPresent(c -> {
                  if (c instanceof Scalar text) {
                    text(text, "a Compose service");
                  }
                });
          }
        }
      }
    }
  }

  /** Container commands and scripts, wherever in a document they stand. */
  private void containers(YamlNode node, String where) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(i -> containers(i, where));
      case Mapping map when enter() -> {
        argv(map, where);
        for (YamlNode.Entry entry : map.entries()) {
          if (entry.value() instanceof Scalar text) {
            scalar(map, entry.key(), text, where);
          } else {
            containers(entry.value(), where);
          }
        }
      }
      default -> {}
    }
  }

  private void scalar(Mapping map, String key, Scalar text, String where) {
    boolean runs = (key.equals("script") || key.equals("source")) && map.get("image").isPresent();
    boolean isScript = key.endsWith(".sh") || key.endsWith(".bash");
    if (runs || isScript || Executables.interpreter(text.text()).isPresent()) {
      text(text, isScript ? "a script in a document" : where);
    }
  }

  private void argv(Mapping map, String where) {
    List<Word> argv = new ArrayList<>();
    argv.addAll(words(map, "entrypoint"));
    argv.addAll(words(map, "command"));
    if (argv.isEmpty() && map.get("image").orElse(null) instanceof Scalar image) {
      List<Word> args = words(map, "args");
      if (!args.isEmpty()) {
        argv.add(Shell.imageProgram(Places.word(image, lines)));
      }
    }
    if (argv.isEmpty() && map.get("command").orElse(null) instanceof Scalar program) {
      argv.add(Places.word(program, lines));
    }
    if (!argv.isEmpty()) {
      argv.addAll(words(map, "args"));
      sink.argv(argv, where);
    }
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
}
