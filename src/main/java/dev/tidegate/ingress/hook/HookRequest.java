package dev.tidegate.ingress.hook;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One call of a hook by git.
 *
 * @param folder where git started it
 * @param environment what git and the server set; see {@link #passes}
 * @param input standard input, whole; UTF-8, where other bytes stand as U+FFFD
 */
public record HookRequest(
    Kind kind, List<String> arguments, Path folder, Map<String, String> environment, String input) {
  private static final List<String> PREFIXES =
      List.of("GIT_", "GL_", "GITEA_", "GITHUB_", "PRE_COMMIT_", "SSH_", "TIDEGATE_", "XDG_");
  private static final List<String> NAMES =
      List.of("HOME", "TMPDIR", "REMOTE_USER", "GATEWAY_INTERFACE", "PRE_COMMIT");

  public HookRequest {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  /** True for a variable that a verdict may depend on; others are not looked at. */
  public static boolean passes(String variable) {
    return NAMES.contains(variable) || PREFIXES.stream().anyMatch(variable::startsWith);
  }

  /** The variable, where it is set and not empty. */
  Optional<String> variable(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isEmpty());
  }

  /** The name or address that a clone pushes to, by git's argument or the pre-commit framework. */
  public Optional<String> remote() {
    return arguments.stream().findFirst().or(() -> variable("PRE_COMMIT_REMOTE_NAME"));
  }

  /** The hooks that can ask. */
  public enum Kind {
    PRE_RECEIVE("pre-receive"),
    UPDATE("update"),
    PRE_PUSH("pre-push"),
    PRE_COMMIT("pre-commit");
    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /** As git calls it: {@code pre-receive}. */
    public String word() {
      return word;
    }

    public static Optional<Kind> of(String word) {
      return Arrays.stream(values()).filter(k -> k.word.equals(word)).findFirst();
    }

    /** True where refs of this very repository want to move. */
    public boolean receives() {
      return this == PRE_RECEIVE || this == UPDATE;
    }

    /** True where git writes lines to standard input. */
    public boolean reads() {
      return this == PRE_RECEIVE || this == PRE_PUSH;
    }
  }
}
