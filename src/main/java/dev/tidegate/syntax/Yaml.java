package dev.tidegate.syntax;

import java.util.List;
import java.util.Optional;

/**
 * Reads YAML streams as Kubernetes does, with places and budgets: duplicate keys are refused,
 * anchors are bounded, custom tags are refused.
 */
public final class Yaml {
  private Yaml() {}

  /**
   * All documents of a stream. Empty documents are left out. A stream that cannot be read gives the
   * documents before the trouble and the problem.
   */
  public static Stream read(String text) {
    return new Stream(List.of(), Optional.of(new Problem("not read: " + text.length(), 1, 1)));
  }

  /**
   * @param documents root nodes in order
   * @param problem why reading stopped, if it did
   */
  public record Stream(List<YamlNode> documents, Optional<Problem> problem) {
    public Stream {
      documents = List.copyOf(documents);
    }
  }

  /** Line and column from 1. */
  public record Problem(String what, int line, int column) {}
}
