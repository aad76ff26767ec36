package dev.tidegate.policy.rules.workflow;

import dev.tidegate.manifest.exec.Executables;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.syntax.shell.Command;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a rule about every command that a file would run. */
final class RunCommands {
  private static final Pattern VERSIONED =
      Pattern.compile(
          "(kubectl|oc|helm|helmfile|argocd|talosctl|terraform|tofu|terragrunt)"
              + "(?:[-_.]?v?\\d[\\w.]*|[-_.](?:linux|darwin|windows|amd64|arm64|sh))+");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$\\{?(KUBECTL|HELM|HELMFILE|ARGOCD|TALOSCTL|TERRAFORM|TOFU|TERRAGRUNT)"
              + "(?:_(?:BIN|CMD|PATH|BINARY|EXE))?}?",
          Pattern.CASE_INSENSITIVE);

  private RunCommands() {}

  /**
   * @param changes what a command does that the agreement forbids, such as {@code kubectl apply};
   *     empty where it does nothing of the kind
   */
  static void judge(
      SourceFile file, Findings findings, Function<Command, Optional<String>> changes, String fix) {
    if (file.isLink() || file.isBinary()) {
      return;
    }
    Executables.Reading reading = file.executables();
    Map<String, Integer> seen = new HashMap<>();
    for (Executables.Found found : reading.found()) {
      Command command = found.command();
      changes
          .apply(command)
          .ifPresent(what ->
              findings.add(
                  file.path(),
                  command.line(),
                  command.column(),
                  what + " " + seen.merge(what, 1, Integer::sum),
                  sentence(found.where()) + " runs " + what + ".",
                  fix));
    }
    if (!reading.complete()) {
      findings.add(
          file.path(),
          0,
          0,
          "incomplete",
          "The commands in this file are too many or nested too deeply to be read.",
          "Split the script into smaller files.");
    }
  }

  /**
   * The program of a command, version and platform taken off its name: {@code kubectl-1.31} is
   * kubectl. A variable that is called after a program, such as {@code $KUBECTL}, is taken for it.
   */
  static String program(Command command) {
    String name =
        command
            .program()
            .orElseGet(() -> {
              Matcher variable = VARIABLE.matcher(command.words().getFirst().text());
              return variable.matches() ? variable.group(1).toLowerCase(Locale.ROOT) : "";
            });
    Matcher versioned = VERSIONED.matcher(name);
    return versioned.matches() ? versioned.group(1) : name;
  }

  private static String sentence(String where) {
    return where.substring(0, 1).toUpperCase(Locale.ROOT) + where.substring(1);
  }
}
