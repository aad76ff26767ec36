package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.shell.Word;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Playbooks and roles: what tasks hand to a shell, and modules that do what a command does. */
final class Ansible {
  private static final String WHERE = "an Ansible task";
  private static final Set<String> RUN =
      Set.of("shell", "command", "raw", "script", "win_shell", "win_command", "expect");
  private static final Set<String> KEYWORDS =
      Set.of(
          "when",
          "register",
          "become",
          "become_user",
          "loop",
          "notify",
          "tags",
          "args",
          "delegate_to",
          "changed_when",
          "failed_when",
          "ignore_errors",
          "run_once",
          "until",
          "retries",
          "delay",
          "environment",
          "vars",
          "check_mode",
          "no_log",
          "with_items",
          "listen",
          "name");
  private static final Pattern OWN = Pattern.compile("ansible\\.(builtin|legacy|windows)\\..*");

  /** The old form, {@code cmd="..." chdir=/x}. */
  private static final Pattern NAMED =
      Pattern.compile(
          "\\s*(?:(?!cmd=)\\w+=\\S+\\s+)*cmd=(?:\"([^\"]*)\"|'([^']*)'|([^\"'].*))",
          Pattern.DOTALL);

  private static final Pattern PAIR =
      Pattern.compile("(?<![\\w.])(\\w+)=(\"[^\"]*\"|'[^']*'|\\S+)");

  /** Arguments that say which object the module k8s is about; without state it is applied. */
  private static final Set<String> OBJECT =
      Set.of("definition", "resource_definition", "src", "template", "kind", "api_version");

  private static final Pattern FOLDER =
      Pattern.compile("(?i)(.*/)?(ansible|tasks|handlers|playbooks?|roles)/.*");

  private final Executables.Sink sink;
  private final String[] lines;
  private int visited;

  Ansible(Executables.Sink sink, String[] lines) {
    this.sink = sink;
    this.lines = lines;
  }

  static boolean isOne(String path, YamlNode document) {
    return document instanceof Sequence list
        && list.items().stream()
            .anyMatch(item -> item instanceof Mapping task && isTask(task, path));
  }

  private static boolean isTask(Mapping task, String path) {
    boolean module = false;
    boolean keyword = FOLDER.matcher(path).matches();
    for (YamlNode.Entry entry : task.entries()) {
      String key = entry.key();
      if (Set.of("hosts", "tasks", "block", "roles").contains(key)
          || OWN.matcher(key).matches()
          || key.startsWith("kubernetes.core.")
          || key.startsWith("community.")) {
        return true;
      }
      module |= RUN.contains(key) || key.equals("local_action") || key.equals("action");
      module |= command(key, arguments(entry.value())).isPresent();
      keyword |= KEYWORDS.contains(key);
    }
    return module && keyword;
  }

  void tasks(YamlNode node) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(this::tasks);
      case Mapping map when enter() -> task(map);
      default -> {}
    }
  }

  private boolean enter() {
    return ++visited <= YamlCommands.MAX_NODES;
  }

  private void task(Mapping task) {
    for (YamlNode.Entry entry : task.entries()) {
      String key = entry.key().replaceFirst("^ansible\\.(builtin|legacy|windows)\\.", "");
      if (RUN.contains(key)) {
        run(entry.value());
      } else if (key.equals("local_action") || key.equals("action")) {
        action(task, entry);
      } else {
        module(key, entry, arguments(entry.value()));
        tasks(entry.value());
      }
    }
  }

  /** {@code action: module a=b}, or a mapping that names its module, or the arguments beside it. */
  private void action(Mapping task, YamlNode.Entry entry) {
    if (!(entry.value() instanceof Scalar text)) {
      Map<String, String> arguments = arguments(entry.value());
      module(arguments.getOrDefault("module", ""), entry, arguments);
      return;
    }
    PlacedText placed = Templates.variables(Places.placed(text, lines));
    int space = placed.text().indexOf(' ');
    String name = space < 0 ? placed.text() : placed.text().substring(0, space);
    if (RUN.contains(name) && space > 0) {
      sink.script(placed.sub(space + 1, placed.length()), WHERE);
    } else {
      Map<String, String> arguments = new HashMap<>(arguments(text));
      task.get("args").ifPresent(args -> arguments.putAll(arguments(args)));
      module(name, entry, arguments);
    }
  }

  /** A module that does what a command does, or that hands a text to a shell. */
  private void module(String name, YamlNode.Entry entry, Map<String, String> arguments) {
    command(name, arguments)
        .ifPresent(words ->
            sink.argv(
                words.stream().map(w -> Word.literal(w, entry.line(), entry.column())).toList(),
                WHERE + " (" + name + ")"));
    String script =
        switch (name.substring(name.lastIndexOf('.') + 1)) {
          case "cron" -> arguments.getOrDefault("job", "");
          case "k8s_exec" -> arguments.getOrDefault("command", "");
          default -> "";
        };
    PlacedText.Builder text = new PlacedText.Builder(entry.line(), entry.column());
    text.append(script, entry.line(), entry.column());
    sink.script(Templates.variables(text.build()), WHERE);
  }

  /** A module's arguments, as a mapping or as {@code a=b}; what is no text is empty. */
  private static Map<String, String> arguments(YamlNode value) {
    Map<String, String> arguments = new HashMap<>();
    if (value instanceof Mapping module) {
      module.entries().forEach(e -> arguments.put(e.key(), e.value().text().orElse("")));
    } else if (value instanceof Scalar text) {
      Matcher pair = PAIR.matcher(text.text());
      while (pair.find()) {
        arguments.put(pair.group(1), pair.group(2).replaceAll("^[\"']|[\"']$", ""));
      }
    }
    return arguments;
  }

  private void run(YamlNode value) {
    switch (value) {
      case Scalar text -> script(text);
      case Mapping module -> {
        for (String field : List.of("cmd", "_raw_params", "command")) {
          module.get(field).ifPresent(this::run);
        }
        sink.argv(
            module.items("argv").stream()
                .filter(Scalar.class::isInstance)
                .map(word -> Places.word((Scalar) word, lines))
                .toList(),
            WHERE);
      }
      case Sequence list -> list.items().forEach(this::run);
    }
  }

  private void script(Scalar text) {
    PlacedText placed = Templates.variables(Places.placed(text, lines));
    Matcher named = NAMED.matcher(placed.text());
    if (named.lookingAt()) {
      int group = named.group(1) != null ? 1 : named.group(2) != null ? 2 : 3;
      placed = placed.sub(named.start(group), named.end(group));
    }
    sink.script(placed, WHERE);
  }

  /** The command that does the same as a module. */
  private static Optional<List<String>> command(String key, Map<String, String> module) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    String state = module.getOrDefault("state", "present");
    boolean full = key.indexOf('.') > 0;
    boolean absent = state.equals("absent");
    return switch (name) {
      case "k8s" ->
          full || OBJECT.stream().anyMatch(module::containsKey)
              ? Optional.of(List.of("kubectl", absent ? "delete" : "apply"))
              : Optional.empty();
      case "k8s_scale" -> Optional.of(List.of("kubectl", "scale"));
      case "k8s_drain" -> Optional.of(List.of("kubectl", "drain"));
      case "k8s_taint" -> Optional.of(List.of("kubectl", "taint"));
      case "k8s_json_patch" -> Optional.of(List.of("kubectl", "patch"));
      case "k8s_rollback" -> Optional.of(List.of("kubectl", "rollout", "undo"));
      case "helm" ->
          full || module.containsKey("chart_ref")
              ? Optional.of(List.of("helm", absent ? "uninstall" : "upgrade"))
              : Optional.empty();
      case "terraform" ->
          module.containsKey("project_path") && !state.equals("planned")
              ? Optional.of(List.of("terraform", absent ? "destroy" : "apply"))
              : Optional.empty();
      case "proxmox_kvm" -> Optional.of(List.of("qm", absent ? "destroy" : "create"));
      case "proxmox" ->
          full ? Optional.of(List.of("pct", absent ? "destroy" : "create")) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
