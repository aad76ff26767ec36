package dev.tidegate.ingress.hook;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A ref that wants to move: new without a before, deleted without an after. */
public record RefUpdate(RefName ref, Optional<CommitId> before, Optional<CommitId> after) {
  private static final Pattern SHA1 = Pattern.compile("[0-9a-f]{40}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /**
   * What git says on standard input or in the arguments. Throws {@link NotUnderstood} where any of
   * it is missing or cut off: a part is never judged for the whole.
   *
   * @param revisions finds the commit of a name, which the pre-commit framework may give
   */
  static List<RefUpdate> of(HookRequest request, Function<String, CommitId> revisions) {
    return switch (request.kind()) {
      case PRE_RECEIVE -> lines(request.input(), false);
      case PRE_PUSH ->
          request.input().isEmpty() ? framework(request, revisions) : lines(request.input(), true);
      case UPDATE -> List.of(update(request.arguments()));
      case PRE_COMMIT -> List.of();
    };
  }

  private static List<RefUpdate> lines(String input, boolean local) {
    if (input.isEmpty()) {
      throw new NotUnderstood("git named no ref on standard input");
    }
    if (!input.endsWith("\n")) {
      throw new NotUnderstood("the last line of standard input is cut off");
    }
    List<RefUpdate> updates = new ArrayList<>();
    Map<String, Optional<CommitId>> ids = new HashMap<>();
    int from = 0;
    while (from < input.length()) {
      int end = input.indexOf('\n', from);
      String line = input.substring(from, end);
      from = end + 1;
      String[] words = line.split(" ", -1);
      if (local && words.length == 4) {
        updates.add(of(words[2], words[3], words[1], ids));
      } else if (!local && words.length == 3) {
        updates.add(of(words[2], words[0], words[1], ids));
      } else {
        throw new NotUnderstood("a line of standard input is not what git writes");
      }
    }
    return updates;
  }

  /**
   * The pre-commit framework keeps git's lines and gives variables: both ends, or only the branch
   * where all of its history is new, or none where it runs by hand.
   */
  private static List<RefUpdate> framework(
      HookRequest request, Function<String, CommitId> revisions) {
    if (request.variable("PRE_COMMIT").or(() -> request.variable("PRE_COMMIT_TO_REF")).isEmpty()) {
      return List.of(); // git itself, with nothing to push
    }
    CommitId to =
        request
            .variable("PRE_COMMIT_TO_REF")
            .or(() -> request.variable("PRE_COMMIT_LOCAL_BRANCH"))
            .map(revisions)
            .orElseGet(() -> revisions.apply("HEAD"));
    String ref = request.variable("PRE_COMMIT_REMOTE_BRANCH").orElse("refs/heads/unknown");
    return List.of(
        new RefUpdate(
            named(ref), request.variable("PRE_COMMIT_FROM_REF").map(revisions), Optional.of(to)));
  }

  /** {@code update REF OLD NEW}. */
  private static RefUpdate update(List<String> arguments) {
    if (arguments.size() != 3) {
      throw new NotUnderstood("the update hook needs three arguments: REF OLD NEW");
    }
    return of(arguments.get(0), arguments.get(1), arguments.get(2), new HashMap<>());
  }

  private static RefUpdate of(
      String ref, String before, String after, Map<String, Optional<CommitId>> ids) {
    return new RefUpdate(
        named(ref),
        ids.computeIfAbsent(before, RefUpdate::id),
        ids.computeIfAbsent(after, RefUpdate::id));
  }

  private static RefName named(String ref) {
    try {
      return new RefName(ref);
    } catch (IllegalArgumentException e) {
      throw new NotUnderstood("a ref is not named as git names refs (refs/...)");
    }
  }

  private static Optional<CommitId> id(String hex) {
    if (SHA256.matcher(hex).matches()) {
      throw new NotUnderstood(
          "the repository has SHA-256 object names, which are not supported yet");
    }
    if (!SHA1.matcher(hex).matches()) {
      throw new NotUnderstood("an object name is not 40 hex digits");
    }
    return Optional.of(new CommitId(hex)).filter(id -> !id.isNone());
  }

  /** The line that names it in the log: {@code refs/heads/main 0123..89ab}. */
  String shown() {
    return ref.full() + " " + hex(before) + ".." + hex(after);
  }

  private static String hex(Optional<CommitId> id) {
    return id.map(CommitId::hex).orElse("0");
  }

  /** What git gave cannot be read. */
  static final class NotUnderstood extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotUnderstood(String message) {
      super(message);
    }
  }
}
