package dev.tidegate.manifest.exec;

import dev.tidegate.syntax.PlacedText;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands in YAML and JSON documents: CI systems, npm, cloud-init; sends others on. */
final class YamlCommands {
  private static final String WHERE = "a CI step";
  private static final Set<String> STEPS =
      Set.of(
          "run",
          "script",
          "before_script",
          "after_script",
          "pre_get_sources_script",
          "defer",
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
          "sh",
          "exec");
  private static final Pattern CI =
      Pattern.compile(
          "(?i)(.*/)?(\\.github/(workflows|actions)/.*|action\\.ya?ml|.*gitlab-ci.*|\\.gitlab/.*"
              + "|\\.circleci/.*|.*azure-pipelines.*|bitbucket-pipelines\\.ya?ml|\\.drone\\.ya?ml"
              + "|\\.woodpecker.*|\\.travis\\.ya?ml|\\.buildkite/.*|taskfile.*|lefthook.*"
              + "|\\.pre-commit-config\\.ya?ml|\\.semaphore/.*|appveyor\\.ya?ml|\\.forgejo/.*"
              + "|\\.gitea/.*|devcontainer\\.json|\\.vscode/tasks\\.json|helmfile.*|skaffold.*|buildspec.*|cloudbuild.*)");
  private static final Pattern ACTION =
      Pattern.compile(
          "(?i)(?:docker://)?(?:[^@]*/)?(kubectl|helm|terraform|talosctl)[\\w-]*(?:[:@].*)?");
  private static final Pattern DEPLOYS =
      Pattern.compile(
          "(?i)(?:deliverybot/helm|[\\w.-]+/[\\w./-]*(?:(?:deploy|apply|rollout)[\\w-]*(?:k8s|kubernetes|kubectl|eks|gke|aks|helm)"
              + "|(?:k8s|kubernetes|kubectl|eks|gke|aks|helm)[\\w-]*-(?:deploy|apply|rollout|upgrade))[\\w-]*|dflook/(?:terraform|tofu)-(?:apply|destroy(?:-workspace)?))@.*");
  private static final Pattern TASK =
      Pattern.compile("(?i)(kubernetes|kubernetesmanifest|helmdeploy|terraform\\w*)@\\d+");
  static final int MAX_NODES = 2_000_000;

  private final Executables.Sink sink;
  private final String path;
  private final String[] lines;
  private final Containers containers;
  private int visited;

  YamlCommands(Executables.Sink sink, String path, String[] lines) {
    this.sink = sink;
    this.path = path;
    this.lines = lines;
    this.containers = new Containers(sink, lines);
  }

  void read(Yaml.Stream stream) {
    boolean ci = CI.matcher(path).matches();
    boolean cloudConfig = lines.length > 0 && lines[0].startsWith("#cloud-config");
    for (YamlNode document : stream.documents()) {
      boolean kubernetes =
          document.text("apiVersion").isPresent() && document.text("kind").isPresent();
      if (kubernetes && !ci) {
        containers.read(document, "a container of " + document.text("kind").orElse("?"));
        new Workflows(sink, containers, lines).read(document);
      } else if (path.toLowerCase(Locale.ROOT).endsWith("package.json")) {
        document.at("scripts").ifPresent(s -> texts(s, "an npm script"));
      } else if (cloudConfig) {
        for (String key : List.of("runcmd", "bootcmd")) {
          document.at(key).ifPresent(c -> texts(c, "a cloud-init command"));
        }
      } else if (ci || isPipeline(document)) {
        String shell = document.text("defaults", "run", "shell").orElse("");
        steps(document, Map.of(), shell);
        document.at("tasks").ifPresent(tasks -> taskfile(document, tasks));
        document.at("pipelines").ifPresent(this::scripts);
      } else if (Ansible.isOne(path, document)) {
        new Ansible(sink, lines).tasks(document);
      } else {
        containers.compose(document);
        containers.read(document, "a container command");
      }
    }
  }

  /** A pipeline by its look: {@code jobs} with {@code on}, or jobs that have a script. */
  private static boolean isPipeline(YamlNode document) {
    return document.at("jobs").isPresent()
        || document.at("stages").isPresent()
        || document.at("pipelines").isPresent();
  }

  /** The short forms of a Taskfile: a task that is only its command, or only a list of them. */
  private void taskfile(YamlNode document, YamlNode tasks) {
    if (tasks instanceof Mapping all && document instanceof Mapping file) {
      for (YamlNode.Entry task : all.entries()) {
        if (!(task.value() instanceof Mapping)) {
          step(task.value(), "cmds", Containers.environment(file, "vars", Map.of()), "");
        }
      }
    }
  }

  /** Pipelines that are only their script, as DevSpace has them. */
  private void scripts(YamlNode pipelines) {
    if (pipelines instanceof Mapping all) {
      all.entries().stream()
          .filter(pipeline -> pipeline.value() instanceof Scalar)
          .forEach(pipeline -> step(pipeline.value(), "run", Map.of(), ""));
    }
  }

  private boolean enter() {
    return ++visited <= MAX_NODES;
  }

  private void steps(YamlNode node, Map<String, String> outer, String outerShell) {
    switch (node) {
      case Sequence list when enter() ->
          list.items().forEach(item -> steps(item, outer, outerShell));
      case Mapping map when enter() -> {
        Map<String, String> variables = outer;
        for (String key : List.of("env", "variables", "environment", "vars")) {
          variables = Containers.environment(map, key, variables);
        }
        String shell = map.text("shell").orElse(outerShell);
        String uses = map.text("uses").orElse("");
        containers.argv(map, variables, WHERE);
        action(map, uses);
        task(map);
        for (YamlNode.Entry entry : map.entries()) {
          String key = entry.key().toLowerCase(Locale.ROOT);
          if (STEPS.contains(key)) {
            step(entry.value(), key, variables, shell);
          } else if (key.equals("with") && uses.contains("github-script")) {
            entry.value().at("script").ifPresent(s -> step(s, "script", Map.of(), "node"));
          } else {
            steps(entry.value(), variables, shell);
          }
        }
      }
      default -> {}
    }
  }

  private void step(YamlNode value, String key, Map<String, String> variables, String shell) {
    switch (value) {
      case Scalar text -> containers.script(text, shell, variables, WHERE);
      case Sequence list -> {
        if (!key.equals("command") && !key.equals("entry")) {
          list.items().forEach(item -> step(item, key, variables, shell));
        } else if (list.items().stream().anyMatch(YamlCommands::isSentence)) {
          list.items().stream()
              .filter(YamlCommands::isSentence)
              .forEach(item -> step(item, "run", variables, shell));
        }
      }
      case Mapping map -> steps(map, variables, shell);
    }
  }

  private static boolean isSentence(YamlNode node) {
    return node instanceof Scalar s && s.text().strip().indexOf(' ') > 0;
  }

  /** An action that is a program, or that deploys by what it is. */
  private void action(Mapping map, String uses) {
    Matcher program = ACTION.matcher(uses);
    boolean setup = uses.contains("setup") || uses.contains("install");
    if (program.matches() && !setup && map.get("with").orElse(null) instanceof Mapping with) {
      for (String field : List.of("args", "command", "arguments")) {
        if (with.get(field).orElse(null) instanceof Scalar args) {
          synthetic(args, program.group(1).toLowerCase(Locale.ROOT) + " ", args.text());
        }
      }
    }
    if (DEPLOYS.matcher(uses).matches() && map.get("uses").orElse(null) instanceof Scalar place) {
      String verb = uses.contains("destroy") ? "destroy" : "apply";
      synthetic(place, uses.matches("(?i)dflook/.*") ? "terraform " : "kubectl ", verb);
    }
  }

  /** A task of Azure Pipelines. */
  private void task(Mapping map) {
    Matcher task = TASK.matcher(map.text("task").orElse(""));
    if (task.matches() && map.get("task").orElse(null) instanceof Scalar place) {
      String name = task.group(1).toLowerCase(Locale.ROOT);
      String command = map.text("inputs", "command").orElse("");
      String arguments = map.text("inputs", "arguments").orElse("");
      if (name.equals("kubernetesmanifest")) {
        String action = map.text("inputs", "action").orElse("deploy");
        command = Set.of("bake", "createSecret").contains(action) ? "get" : "apply";
      }
      String program =
          name.startsWith("k") ? "kubectl " : name.startsWith("h") ? "helm " : "terraform ";
      synthetic(place, program, command + " " + arguments);
    }
  }

  private void synthetic(Scalar place, String program, String rest) {
    PlacedText.Builder all = new PlacedText.Builder(place.line(), place.column());
    all.append(program + rest, place.line(), place.column());
    sink.script(Templates.variables(all.build()), WHERE);
  }

  private void texts(YamlNode node, String where) {
    switch (node) {
      case Scalar text -> containers.script(text, "", Map.of(), where);
      case Sequence list -> {
        boolean argv =
            list.items().size() > 1
                && list.items().stream().allMatch(i -> i instanceof Scalar && !isSentence(i));
        if (argv) {
          sink.argv(list.items().stream().map(i -> Places.word((Scalar) i, lines)).toList(), where);
        } else {
          list.items().forEach(item -> texts(item, where));
        }
      }
      case Mapping map -> map.entries().forEach(e -> texts(e.value(), where));
    }
  }
}
