package dev.tidegate.config;

import dev.tidegate.config.ObjectShape.Property;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.except.Baseline;
import dev.tidegate.policy.except.Exemption;
import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.syntax.PathGlob;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/** What both files may say about the policy beside the levels of rules. */
final class PolicyShape {
  private static final Shape<LocalDate> DAY =
      Shapes.TEXT
          .as(PolicyShape::day, "Write a day such as 2027-01-31")
          .with("pattern", "^\\d{4}-\\d{2}-\\d{2}$");
  private static final Shape<PathGlob> GLOB =
      Shapes.TEXT.as(PathGlob::of, "Write a path from the repository's root; ** crosses folders");
  private static final Shape<PathGlob> RULES_LIKE =
      Shapes.TEXT.as(
          PolicyShape::rulePattern, "Write a rule's id, or a pattern such as workflow/*");

  // exceptions
  private static final Property<PathGlob> RULE =
      Property.required("rule", RULES_LIKE, "The rule's id, or a pattern such as workflow/*.");
  private static final Property<PathGlob> PATH =
      Property.optional("path", GLOB, "Glob over the findings' paths; ** crosses folders.");
  private static final Property<String> FINGERPRINT =
      Property.optional(
          "fingerprint", Shapes.TEXT, "Of the one finding; its first eight digits are enough.");
  private static final Property<LocalDate> UNTIL =
      Property.required("until", DAY, "The last day (UTC) on which it counts.");
  private static final Property<String> REASON =
      Property.required("reason", Shapes.TEXT, "Why, and what will end it.");
  private static final Property<String> APPROVED_BY =
      Property.optional("approvedBy", Shapes.TEXT, "Who agreed.").orElse("");

  static final Property<List<Exemption>> EXCEPTIONS =
      Property.optional(
              "exceptions",
              ListShape.of(
                      ObjectShape.of(
                          PolicyShape::exemption,
                          RULE,
                          PATH,
                          FINGERPRINT,
                          UNTIL,
                          REASON,
                          APPROVED_BY))
                  .as(
                      (list, reading) -> {
                        List<Exemption> placed = new ArrayList<>();
                        for (int i = 0; i < list.size(); i++) {
                          String place = "exceptions[%d] of %s".formatted(i, reading.file());
                          placed.add(list.get(i).from(place));
                        }
                        return List.copyOf(placed);
                      },
                      ""),
              "Findings that do not count until a day, each with a reason.")
          .orElse(List.of());

  // policy
  private static final Property<List<String>> REPOSITORIES_MAY =
      Property.optional(
              "repositoriesMay",
              ListShape.of(RULES_LIKE.as(PathGlob::toString, "")),
              "Rules (ids, or patterns such as workflow/*) that a repository's own file may lower."
                  + " All others it can only make stricter.")
          .orElse(List.of());
  private static final Property<List<PathGlob>> NEVER_EXCEPT =
      Property.optional(
              "neverExcept",
              ListShape.of(RULES_LIKE),
              "Rules (ids or patterns) from which a repository itself excepts nothing.")
          .orElse(List.of());
  private static final Property<List<String>> SELF_APPROVAL =
      Property.optional(
              "selfApproval",
              ListShape.of(Shapes.TEXT),
              "Accounts whose own change may bring the exception that it needs.")
          .orElse(List.of());
  static final Property<ServerConfig.Policy> POLICY =
      Property.optional(
              "policy",
              ObjectShape.of(
                  v ->
                      new ServerConfig.Policy(
                          v.get(REPOSITORIES_MAY), v.get(NEVER_EXCEPT), v.get(SELF_APPROVAL)),
                  REPOSITORIES_MAY,
                  NEVER_EXCEPT,
                  SELF_APPROVAL),
              "What repositories may decide about the policy themselves.")
          .orElse(ServerConfig.Policy.standard());

  // the baseline's own file
  private static final Property<LocalDate> CREATED =
      Property.required("created", DAY, "The day on which the findings were listed.");
  private static final Property<List<Baseline.Entry>> ENTRIES =
      Property.required(
          "findings",
          ListShape.of(
              Shapes.TEXT.as(
                  PolicyShape::entry, "Write FINGERPRINT RULE PATH, as tidegate baseline")),
          "One finding a line: fingerprint, rule, path.");
  static final ObjectShape<Baseline> BASELINE =
      ObjectShape.of(
          v ->
              new Baseline(
                  v.get(CREATED), v.get(UNTIL), v.get(REASON), new HashSet<>(v.get(ENTRIES))),
          CREATED,
          UNTIL,
          REASON,
          ENTRIES);

  private PolicyShape() {}

  /** The rules' settings and what is excepted from them. */
  static PolicySettings settings(ObjectShape.Values v) {
    return v.get(RepositoryShape.RULES).excepting(Exemptions.of(v.get(EXCEPTIONS)));
  }

  private static Exemption exemption(ObjectShape.Values v) {
    return new Exemption(
        v.get(RULE),
        v.find(PATH),
        v.find(FINGERPRINT),
        v.get(UNTIL),
        v.get(REASON),
        v.get(APPROVED_BY),
        v.reading().file());
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a day of the calendar", e);
    }
  }

  private static Baseline.Entry entry(String line) {
    String[] parts = line.strip().split("\\s+", 3);
    if (parts.length < 3 || !parts[0].matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a finding");
    }
    return new Baseline.Entry(parts[1], parts[2], parts[0]);
  }

  private static PathGlob rulePattern(String pattern, Reading reading) {
    PathGlob glob = PathGlob.of(pattern);
    if (!reading.ruleIds().isEmpty()
        && !pattern.startsWith("custom/")
        && reading.ruleIds().stream().noneMatch(glob::matches)) {
      throw new IllegalArgumentException("no rule has this id");
    }
    return glob;
  }
}
