package dev.tidegate.policy;

import java.util.List;

/**
 * What a rule says of itself; the pages under docs/rules are generated from it.
 *
 * @param id family, slash, name
 * @param title one line: what must be true
 * @param why the reason, one or two sentences
 * @param fix how to mend it in general
 * @param override who may let it pass, and how
 * @param severity of its findings unless the settings say otherwise
 * @param wholeTree true where it judges the resulting tree rather than what commits add
 * @param options the settings it knows beside its severity
 */
public record RuleDoc(
    String id,
    String title,
    String why,
    String fix,
    String override,
    Severity severity,
    boolean wholeTree,
    List<Option> options) {
  public RuleDoc {
    options = List.copyOf(options);
  }

  /** A rule without settings of its own. */
  public RuleDoc(
      String id,
      String title,
      String why,
      String fix,
      String override,
      Severity severity,
      boolean wholeTree) {
    this(id, title, why, fix, override, severity, wholeTree, List.of());
  }

  /**
   * One setting of a rule.
   *
   * @param name as written in the configuration
   * @param standard its value where nothing is configured, as written there
   * @param meaning one sentence
   * @param joined whether a repository's values count beside its server's: more of them is stricter
   */
  public record Option(String name, String standard, String meaning, boolean joined) {
    public Option(String name, String standard, String meaning) {
      this(name, standard, meaning, false);
    }
  }
}
