package dev.tidegate.config.shape;

import dev.tidegate.secret.SecretSource;
import dev.tidegate.trouble.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/** One reading of one file: what it is read against, and the problems met so far. */
public final class Reading {
  private final String file;
  private final Path base;
  private final KnownRules rules;
  private final Optional<SecretSource> secrets;
  private final List<ConfigException.Problem> problems = new ArrayList<>();
  private final Set<String> stated = new HashSet<>();

  public Reading(String file, Path base, KnownRules rules, Optional<SecretSource> secrets) {
    this.file = file;
    this.base = base;
    this.rules = rules;
    this.secrets = secrets;
  }

  /** A path of the file, relative ones seen from the file's own folder. */
  public Path resolve(String path) {
    return base.resolve(path).normalize();
  }

  /** The file's name, as problems give it. */
  public String file() {
    return file;
  }

  /** The rules that exist; empty where that is not known. */
  public Set<String> ruleIds() {
    return rules.ids();
  }

  /** The same, with what is known of their options. */
  public KnownRules rules() {
    return rules;
  }

  /** Where references are tried; empty where only their form is looked at. */
  public Optional<SecretSource> secrets() {
    return secrets;
  }

  public void problem(Node node, String path, String what, String remedy) {
    problem(node.getStartMark(), path, what, remedy);
  }

  public void problem(Optional<Mark> mark, String path, String what, String remedy) {
    int line = mark.map(m -> m.getLine() + 1).orElse(0);
    int column = mark.map(m -> m.getColumn() + 1).orElse(0);
    if (stated.add(line + ":" + column + " " + path + " " + what)) {
      problems.add(new ConfigException.Problem(file, line, column, path, what, remedy));
    }
  }

  public boolean failed() {
    return !problems.isEmpty();
  }

  /** All problems, in the file's order. */
  public ConfigException exception() {
    problems.sort(
        Comparator.comparingInt(ConfigException.Problem::line)
            .thenComparingInt(ConfigException.Problem::column));
    return new ConfigException(problems);
  }
}
