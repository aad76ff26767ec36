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

/** Asks a rule about every command that a file would run. */
final class RunCommands {
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
    if (reading.trouble().isPresent()) {
      findings.add(
          file.path(),
          reading.trouble().get().line(),
          0,
          "unreadable",
          "The commands in this file cannot be read: " + reading.trouble().get().what() + ".",
          "Correct the file: terraform fmt shows the place too.");
    } else if (!reading.complete()) {
      findings.add(
          file.path(),
          0,
          0,
          "incomplete",
          "The commands in this file are too many or nested too deeply to be read.",
          "Split the script into smaller files.");
    }
  }

  private static String sentence(String where) {
    return where.substring(0, 1).toUpperCase(Locale.ROOT) + where.substring(1);
  }
}
