package dev.tidegate.trouble;

import java.util.List;
import java.util.stream.Collectors;

/** A configuration that cannot be used, with every problem at once. */
public final class ConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The problems, in the file's order; never empty. */
  private final transient List<Problem> problems;

  public ConfigException(List<Problem> problems) {
    super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    if (problems.isEmpty()) {
      throw new IllegalArgumentException("a ConfigException without a problem");
    }
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  /**
   * One thing wrong.
   *
   * @param file name of the file as the reader knows it
   * @param line from 1; 0 where the problem is not at a place
   * @param column from 1; 0 where the problem is not at a place
   * @param path dotted path of the key, such as {@code github.token}; empty for the whole file
   * @param what what is wrong
   * @param remedy what to write instead
   */
  public record Problem(
      String file, int line, int column, String path, String what, String remedy) {
    public String text() {
      String place = line > 0 ? file + ":" + line + ":" + column : file;
      String key = path.isEmpty() ? "" : path + ": ";
      return place + ": " + key + what + (remedy.isEmpty() ? "" : ". " + remedy);
    }
  }
}
