package dev.tidegate.policy.rules.workflow;

import dev.tidegate.syntax.shell.Command;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A command's arguments, flags told from the rest.
 *
 * @param plain what is no flag and no flag's value, in order; {@code ?} for what cannot be known
 * @param flags by name without dashes; the value after {@code =}, else empty
 */
record Arguments(List<String> plain, Map<String, String> flags) {
  static final String UNKNOWN = "?";

  /** Flags with these names take the next word as their value. */
  static Arguments of(Command command, Set<String> withValue) {
    return of(command, withValue::contains);
  }

  /** All flags but these take the next word: so cobra reads flags that it does not know. */
  static Arguments greedy(Command command, Set<String> alone) {
    return of(command, flag -> !alone.contains(flag));
  }

  private static Arguments of(Command command, Predicate<String> withValue) {
    List<String> plain = new ArrayList<>();
    Map<String, String> flags = new HashMap<>();
    boolean value = false;
    boolean onlyPlain = false;
    for (Word word : command.arguments()) {
      String text = word.text();
      if (value) {
        value = false;
      } else if (!onlyPlain && text.equals("--")) {
        onlyPlain = true;
      } else if (!onlyPlain && text.startsWith("-") && text.length() > 1) {
        String[] flag = text.replaceFirst("^--?", "").split("=", 2);
        flags.put(flag[0], flag.length > 1 ? flag[1] : "");
        value = flag.length == 1 && withValue.test(flag[0]);
      } else {
        plain.add(word.known() ? text : UNKNOWN);
      }
    }
    return new Arguments(plain, flags);
  }

  /** The n-th plain word; empty where there are fewer. */
  String word(int n) {
    return n < plain.size() ? plain.get(n) : "";
  }

  boolean has(String flag) {
    return flags.containsKey(flag);
  }

  /** True for a run that changes nothing; a value that only the run knows does not count. */
  boolean isDryRun() {
    return Set.of("", "client", "server", "true", "unchanged")
        .contains(flags.getOrDefault("dry-run", "none"));
  }

  boolean asksForHelp() {
    return has("help") || has("h");
  }
}
