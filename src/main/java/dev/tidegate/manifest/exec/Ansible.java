package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import dev.tidegate.syntax.shell.Word;
import java.util.List;
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
      keyword |= KEYWORDS.contains(key);
    }
    return module && keyword;
  }

  void tasks(YamlNode node) {
    switch (node) {
      case Sequence list when enter() -> list.items().forEach(this::tasks);
      case Mapping map when enter() -> map.entries().forEach(this::entry);
      default -> {}
    }
  }

  private boolean enter() {
    return ++visited <= YamlCommands.MAX_NODES;
  }

  private void entry(YamlNode.Entry entry) {
    String key = entry.key().replaceFirst("^ansible\\.(builtin|legacy|windows)\\.", "");
    if (RUN.contains(key)) {
      run(entry.value());
    } else if ((key.equals("local_action") || key.equals("action"))
        && entry.value() instanceof Scalar text) {
      var placed = Templates.variables(Places.placed(text, lines));
      int space = placed.text().indexOf(' ');
      if (space > 0 && RUN.contains(placed.text().substring(0, space))) {
        sink.script(placed.sub(space + 1, placed.length()), WHERE);
      }
    } else {
      if (entry.value() instanceof Mapping module) {
        command(key, module)
            .ifPresent(words ->
                sink.argv(
                    words.stream().map(w -> Word.literal(w, entry.line(), entry.column())).toList(),
                    WHERE + " (" + key + ")"));
      }
      tasks(entry.value());
    }
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
    var placed = Templates.variables(Places.placed(text, lines));
    Matcher named = NAMED.matcher(placed.text());
    if (named.lookingAt()) {
      int group = named.group(1) != null ? 1 : named.group(2) != null ? 2 : 3;
      placed = placed.sub(named.start(group), named.end(group));
    }
    sink.script(placed, WHERE);
  }

  /** The command that does the same as a module. */
  private static Optional<List<String>> command(String key, Mapping module) {
    String name = key.substring(key.lastIndexOf('.') + 1);
    String state = module.text("state").orElse("present");
    boolean full = key.indexOf('.') > 0;
    boolean absent = state.equals("absent");
    return switch (name) {
      case "k8s" ->
          full || has(module, "definition", "src", "template", "kind")
              ? Optional.of(List.of("kubectl", absent ? "delete" : "apply"))
              : Optional.empty();
      case "k8s_scale" -> Optional.of(List.of("kubectl", "scale"));
      case "k8s_drain" -> Optional.of(List.of("kubectl", "drain"));
      case "k8s_taint" -> Optional.of(List.of("kubectl", "taint"));
      case "k8s_json_patch" -> Optional.of(List.of("kubectl", "patch"));
      case "k8s_rollback" -> Optional.of(List.of("kubectl", "rollout", "undo"));
      case "helm" ->
          full || has(module, "chart_ref")
              ? Optional.of(List.of("helm", absent ? "uninstall" : "upgrade"))
              : Optional.empty();
      case "terraform" ->
          has(module, "project_path") && !state.equals("planned")
              ? Optional.of(List.of("terraform", absent ? "destroy" : "apply"))
              : Optional.empty();
      case "proxmox_kvm" -> Optional.of(List.of("qm", absent ? "destroy" : "create"));
      case "proxmox" ->
          full ? Optional.of(List.of("pct", absent ? "destroy" : "create")) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static boolean has(Mapping module, String... fields) {
    for (String field : fields) {
      if (module.get(field).isPresent()) {
        return true;
      }
    }
    return false;
  }
}
