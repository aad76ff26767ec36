package dev.tidegate.syntax.shell;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a script has named so far: literal variables, arrays, aliases, functions that run "$@". */
final class Scope {
  private static final int MAX_VALUE = 4096;
  private final Map<String, String> variables = new HashMap<>();
  private final Map<String, List<Word>> arrays = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Set<String> runners = new HashSet<>();

  void assign(String name, Word value) {
    arrays.remove(name);
    if (value.known() && value.text().length() <= MAX_VALUE) {
      variables.put(name, value.text());
    } else {
      variables.remove(name);
    }
  }

  /** Takes {@code NAME=value} as {@code export} and {@code local} have it. */
  void assign(Word pair) {
    int equals = pair.text().indexOf('=');
    if (equals > 0) {
      assign(pair.text().substring(0, equals), pair.from(equals + 1));
    }
  }

  void assignArray(String name, List<Word> values) {
    variables.remove(name);
    if (values.size() <= 256) {
      arrays.put(name, List.copyOf(values));
    }
  }

  Optional<String> variable(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  Optional<List<Word>> array(String name) {
    return Optional.ofNullable(arrays.get(name));
  }

  /** Takes {@code name=value} as {@code alias} has it. */
  void alias(Word pair) {
    int equals = pair.text().indexOf('=');
    if (equals > 0 && pair.known()) {
      aliases.put(pair.text().substring(0, equals), pair.text().substring(equals + 1));
    }
  }

  Optional<String> alias(String name) {
    return Optional.ofNullable(aliases.get(name));
  }

  /** The function runs its arguments as a command. */
  void runner(String function) {
    runners.add(function);
  }

  boolean isRunner(String name) {
    return runners.contains(name);
  }
}
