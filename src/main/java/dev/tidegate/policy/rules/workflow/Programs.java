package dev.tidegate.policy.rules.workflow;

import dev.tidegate.syntax.shell.Command;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which of the programs that these rules know a command runs. */
final class Programs {
  private static final Pattern VERSIONED =
      Pattern.compile(
          "(kubectl|oc|helm|helmfile|argocd|talosctl|terraform|tofu|terragrunt)"
              + "(?:[-_.]?v?\\d[\\w.]*|[-_.](?:linux|darwin|windows|amd64|arm64|sh))+");
  private static final Pattern VARIABLE =
      Pattern.compile(
          "\\$\\{?(KUBECTL|HELM|HELMFILE|ARGOCD|TALOSCTL|TERRAFORM|TOFU|TERRAGRUNT)"
              + "(?:_(?:BIN|CMD|PATH|BINARY|EXE))?}?",
          Pattern.CASE_INSENSITIVE);

  private Programs() {}

  /**
   * The program of a command, version and platform taken off its name: {@code kubectl-1.31} is
   * kubectl. A variable that is called after a program, such as {@code $KUBECTL}, is taken for it.
   */
  static String of(Command command) {
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
}
