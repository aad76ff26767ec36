package dev.tidegate.syntax.shell;

import dev.tidegate.syntax.PlacedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What an argument vector runs in the end.
 *
 * @param commands argument vectors
 * @param scripts shell text that it hands to a shell
 * @param readsScript true where a shell reads its standard input
 */
record Unwrapped(List<List<Word>> commands, List<PlacedText> scripts, boolean readsScript) {
  private static final Set<String> SHELLS =
      Set.of("sh", "bash", "zsh", "dash", "ash", "ksh", "mksh", "fish", "rbash");
  private static final Set<String> COMMAND_OPTIONS =
      Set.of("-c", "--command", "--run", "-Command", "/c", "/C", "--eval-string");
  private static final Set<String> EXECUTES =
      Set.of("-exec", "-execdir", "-x", "-X", "--exec", "--exec-batch");
  private static final int MAX_LAYERS = 24;

  /** Words between {@code exec} and the program. */
  private static final Map<String, Integer> OPERANDS =
      Map.of("direnv", 1, "aws-vault", 1, "chamber", 1, "envchain", 1, "kubie", 2);

  static boolean isShell(String program) {
    return SHELLS.contains(program);
  }

  static Unwrapped of(List<Word> words) {
    Collector all = new Collector();
    all.take(words, 0);
    return new Unwrapped(all.commands, all.scripts, all.readsScript);
  }

  /** What a lookup or {@code echo} prints, where that is a literal. */
  static Optional<String> output(Command command) {
    List<Word> arguments = command.arguments();
    if (arguments.isEmpty() || !arguments.stream().allMatch(Word::known)) {
      return Optional.empty();
    }
    String last = arguments.getLast().text();
    return switch (command.program().orElse("")) {
      case "which" -> Optional.of(last);
      case "command", "type" ->
          arguments.size() == 2 && arguments.getFirst().isOption()
              ? Optional.of(last)
              : Optional.empty();
      case "echo", "printf" ->
          arguments.size() == 1 && !last.contains("%") ? Optional.of(last) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static final class Collector {
    private final List<List<Word>> commands = new ArrayList<>();
    private final List<PlacedText> scripts = new ArrayList<>();
    private boolean readsScript;

    private void take(List<Word> words, int layer) {
      if (words.isEmpty() || layer > MAX_LAYERS) {
        return;
      }
      Word first = words.getFirst();
      String program = first.known() ? Command.base(first.text()) : "";
      if (SHELLS.contains(program)) {
        shell(words, layer);
        return;
      }
      switch (program) {
        case "busybox", "toybox" -> take(words.subList(1, words.size()), layer + 1);
        case "eval" -> script(words, 1);
        case "trap" -> script(words.subList(0, Math.min(2, words.size())), 1);
        case "command" -> lookupOrRun(words, layer);
        case "su",
            "runuser",
            "script",
            "flock",
            "vagrant",
            "gcloud",
            "nix",
            "nix-shell",
            "wsl",
            "pwsh",
            "powershell",
            "cmd",
            "distrobox",
            "toolbox",
            "doppler",
            "infisical" ->
            withCommandOption(words, layer);
        case "ssh", "mosh" -> remote(words);
        case "watch", "parallel", "hyperfine" -> {
          int from = Wrapper.of(program).orElseThrow().skip(words);
          script(words.subList(0, until(words, from, ":::")), from);
          readsScript |= from >= words.size() && program.equals("parallel");
        }
        case "at", "batch" -> {
          commands.add(words);
          readsScript = true;
        }
        case "source", "." -> {
          commands.add(words);
          readsScript |= words.size() > 1 && words.get(1).is("/dev/stdin");
        }
        case "find", "fd", "fdfind" -> find(words, layer);
        case "tsh" -> {
          boolean passes = words.size() > 1 && words.get(1).is("kubectl");
          plain(passes ? words.subList(1, words.size()) : words, layer);
        }
        case "ansible" -> {
          for (int i = 1; i + 1 < words.size(); i++) {
            if (words.get(i).is("-a") || words.get(i).is("--args")) {
              scripts.add(words.get(i + 1).content());
            }
          }
        }
        case "sops", "tmux", "screen" -> {
          commands.add(words);
          if (words.getLast().text().indexOf(' ') > 0) {
            scripts.add(words.getLast().content());
          }
        }
        case "docker", "podman", "nerdctl", "docker-compose" -> container(words, layer);
        default -> {
          Optional<Wrapper> wrapper = Wrapper.of(program);
          if (wrapper.isEmpty()) {
            plain(words, layer);
          } else {
            wrapped(words, wrapper.get(), layer);
          }
        }
      }
    }

    private void wrapped(List<Word> words, Wrapper wrapper, int layer) {
      for (int i = 1; i + 1 < words.size() && words.getFirst().text().endsWith("env"); i++) {
        if (words.get(i).is("-S") || words.get(i).is("--split-string")) {
          script(words, i + 1);
          return;
        }
      }
      int from = wrapper.skip(words);
      if (from < words.size()) {
        take(words.subList(from, words.size()), layer + 1);
      } else {
        commands.add(words);
        readsScript |= words.stream().anyMatch(w -> w.is("-i") || w.is("-s"));
      }
    }

    /**
     * A program of its own; what stands behind {@code run}, {@code exec} or {@code --} runs too.
     */
    private void plain(List<Word> words, int layer) {
      commands.add(words);
      int run = -1;
      int dashes = -1;
      for (int i = 1; i < words.size() && dashes < 0; i++) {
        String text = words.get(i).text();
        if (run < 0 && (text.equals("run") || text.equals("exec") || text.equals("foreach"))) {
          run = i;
        }
        dashes = text.equals("--") && run > 0 ? i : -1;
      }
      if (dashes > 0) {
        take(words.subList(dashes + 1, words.size()), layer + 1);
      } else if (run == 1 || run == 2) {
        int from = run + 1;
        while (from < words.size() && words.get(from).isOption()) {
          from++;
        }
        from += OPERANDS.getOrDefault(Command.base(words.getFirst().text()), 0);
        if (from < words.size() && words.get(from).text().indexOf(' ') > 0) {
          script(words, from);
        } else {
          take(words.subList(Math.min(from, words.size()), words.size()), layer + 1);
        }
      }
    }

    private void lookupOrRun(List<Word> words, int layer) {
      int from = 1;
      while (from < words.size() && words.get(from).isOption()) {
        if (!words.get(from).is("-p") && !words.get(from).is("--")) {
          commands.add(words);
          return;
        }
        from++;
      }
      take(words.subList(from, words.size()), layer + 1);
    }

    private void shell(List<Word> words, int layer) {
      boolean command = false;
      boolean input = false;
      int i = 1;
      while (i < words.size() && (words.get(i).isOption() || words.get(i).text().startsWith("+"))) {
        String option = words.get(i).text();
        i++;
        if (option.equals("--")) {
          break;
        }
        if (option.startsWith("--")) {
          i += option.equals("--rcfile") || option.equals("--init-file") ? 1 : 0;
          command |= option.equals("--command");
          continue;
        }
        command |= option.indexOf('c') > 0;
        input |= option.indexOf('s') > 0;
        i += option.endsWith("o") || option.endsWith("O") ? 1 : 0;
      }
      if (command && i < words.size()) {
        scripts.add(words.get(i).content());
        if (words.get(i).text().contains("$@") || words.get(i).text().contains("$*")) {
          take(words.subList(Math.min(i + 2, words.size()), words.size()), layer + 1);
        }
      } else if (i >= words.size()
          || input
          || words.get(i).is("-")
          || words.get(i).is("/dev/stdin")) {
        commands.add(words);
        readsScript = true;
      } else {
        commands.add(words);
      }
    }

    private void withCommandOption(List<Word> words, int layer) {
      for (int i = 1; i < words.size(); i++) {
        String text = words.get(i).text();
        if (COMMAND_OPTIONS.contains(text) && i + 1 < words.size()) {
          script(words, i + 1);
          return;
        }
        if (text.startsWith("--command=")) {
          scripts.add(words.get(i).from("--command=".length()).content());
          return;
        }
      }
      Optional<Wrapper> wrapper = Wrapper.of(Command.base(words.getFirst().text()));
      if (wrapper.isPresent()) {
        wrapped(words, wrapper.get(), layer);
      } else {
        plain(words, layer);
      }
    }

    private void remote(List<Word> words) {
      int from = Wrapper.of("ssh").orElseThrow().skip(words);
      if (from >= words.size()) {
        commands.add(words);
        readsScript = true;
        return;
      }
      script(words, from);
      String program = Command.base(words.get(from).text());
      readsScript |= SHELLS.contains(program) || program.equals("sudo");
    }

    private void find(List<Word> words, int layer) {
      commands.add(words);
      for (int i = 1; i < words.size(); i++) {
        String text = words.get(i).text();
        if (EXECUTES.contains(text) || text.startsWith("-ok")) {
          int end = i + 1;
          while (end < words.size() && !words.get(end).is(";") && !words.get(end).is("+")) {
            end++;
          }
          take(words.subList(i + 1, end), layer + 1);
          i = end;
        }
      }
    }

    private void container(List<Word> words, int layer) {
      commands.add(words);
      int i = 1;
      while (i < words.size()
          && !words.get(i).is("run")
          && !words.get(i).is("exec")
          && !words.get(i).is("create")) {
        i++;
      }
      if (i >= words.size()) {
        return;
      }
      Optional<Word> entrypoint = Wrapper.option(words, i, "--entrypoint");
      int image = Wrapper.container(words, i + 1);
      if (image >= words.size()) {
        return;
      }
      List<Word> rest = words.subList(image + 1, words.size());
      List<Word> viaImage = new ArrayList<>();
      viaImage.add(entrypoint.orElseGet(() -> Shell.imageProgram(words.get(image))));
      viaImage.addAll(rest);
      take(viaImage, layer + 1);
      if (entrypoint.isEmpty()) {
        take(rest, layer + 1);
      }
    }

    private static int until(List<Word> words, int from, String stop) {
      int i = from;
      while (i < words.size() && !words.get(i).text().startsWith(stop)) {
        i++;
      }
      return i;
    }

    /** The words from an index on are one script, joined by spaces. */
    private void script(List<Word> words, int from) {
      if (from >= words.size()) {
        return;
      }
      PlacedText.Builder text =
          new PlacedText.Builder(words.get(from).line(), words.get(from).column());
      for (Word word : words.subList(from, words.size())) {
        if (text.length() > 0) {
          text.append(' ', word.line(), word.column());
        }
        text.append(word.content());
      }
      scripts.add(text.build());
    }
  }
}
