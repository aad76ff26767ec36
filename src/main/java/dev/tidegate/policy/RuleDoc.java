package dev.tidegate.policy;

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
 */
public record RuleDoc(
    String id,
    String title,
    String why,
    String fix,
    String override,
    Severity severity,
    boolean wholeTree) {}
