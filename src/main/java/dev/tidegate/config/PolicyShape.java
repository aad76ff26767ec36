package dev.tidegate.config;

import dev.tidegate.config.shape.ListShape;
import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.config.shape.Reading;
import dev.tidegate.config.shape.Shape;
import dev.tidegate.config.shape.Shapes;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.except.Baseline;
import dev.tidegate.policy.except.Exemption;
import dev.tidegate.policy.except.Exemptions;
import dev.tidegate.policy.rules.custom.Broken;
import dev.tidegate.policy.rules.custom.CustomRule;
import dev.tidegate.policy.rules.custom.Expression;
import dev.tidegate.policy.rules.custom.Template;
import dev.tidegate.scan.gitleaks.GitleaksConfig;
import dev.tidegate.syntax.PathGlob;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

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
  private static final Property<Integer> EXCEPTION_DAYS =
      Property.optional(
              "exceptionDays",
              Shapes.integer(1, 3650),
              "How many days from now an exception's last day may be away.")
          .orElse(Exemptions.MOST_DAYS);
  private static final Property<GitleaksConfig> GITLEAKS =
      Property.optional(
          "gitleaks",
          new Shapes.GitleaksFile(),
          "An organisation's own rules about secrets: a file in gitleaks' form, unchanged, seen from"
              + " this file's folder.");
  static final Property<ServerConfig.Policy> POLICY =
      Property.optional(
              "policy",
              ObjectShape.of(
                  v ->
                      new ServerConfig.Policy(
                          v.get(REPOSITORIES_MAY),
                          v.get(NEVER_EXCEPT),
                          v.get(SELF_APPROVAL),
                          v.get(EXCEPTION_DAYS),
                          v.find(GITLEAKS)),
                  REPOSITORIES_MAY,
                  NEVER_EXCEPT,
                  SELF_APPROVAL,
                  EXCEPTION_DAYS,
                  GITLEAKS),
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

  /** The settings of rules, and under {@code custom} a list of rules of the file's own. */
  record Rules(Shape<PolicySettings> settings) implements Shape<PolicySettings> {
    @Override
    public Optional<PolicySettings> read(Node node, String path, Reading reading) {
      if (!(node instanceof MappingNode map)) {
        return settings.read(node, path, reading);
      }
      List<NodeTuple> rest = new ArrayList<>();
      Optional<List<CustomRule>> own = Optional.of(List.of());
      for (NodeTuple tuple : map.getValue()) {
        if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals("custom")) {
          own = Custom.LIST.read(tuple.getValueNode(), path + ".custom", reading);
        } else {
          rest.add(tuple);
        }
      }
      Node others =
          new MappingNode(
              map.getTag(), true, rest, map.getFlowStyle(), map.getStartMark(), map.getEndMark());
      Optional<PolicySettings> read = settings.read(others, path, reading);
      Optional<List<CustomRule>> rules = own;
      return read.flatMap(s -> rules.map(r -> s.with(r.stream().map(CustomRule::rule).toList())));
    }

    @Override
    public Map<String, Object> schema() {
      Map<String, Object> schema = settings.schema();
      schema.put("properties", Map.of("custom", Custom.LIST.schema()));
      return schema;
    }
  }

  /** A rule of the file's own. */
  private static final class Custom {
    private static final Property<String> NAME =
        Property.required(
            "name",
            Shapes.TEXT
                .as(Custom::name, "Write custom/ and small letters, digits and dashes")
                .with("pattern", "^custom/[a-z0-9][a-z0-9-]{0,60}$"),
            "Its id: custom/ and a name.");
    private static final Property<List<String>> KIND =
        Property.optional("kind", new RepositoryShape.OneOrMore(), "Kinds of Kubernetes objects.")
            .orElse(List.of());
    private static final Property<List<PathGlob>> VERSION =
        Property.optional(
                "apiVersion",
                new RepositoryShape.OneOrMore()
                    .as(Custom::globs, "Write such as apps/v1 or apps/*"),
                "Their apiVersion, or patterns such as apps/*.")
            .orElse(List.of());
    private static final Property<List<PathGlob>> PATHS =
        Property.optional(
                "path",
                new RepositoryShape.OneOrMore()
                    .as(Custom::globs, "Write paths from the root; ** crosses folders"),
                "Globs over paths.")
            .orElse(List.of());
    private static final Property<Match> MATCH =
        Property.optional(
                "match",
                ObjectShape.of(
                    v -> new Match(v.get(KIND), v.get(VERSION), v.get(PATHS)),
                    KIND,
                    VERSION,
                    PATHS),
                "What it looks at; without it everything.")
            .orElse(new Match(List.of(), List.of(), List.of()));
    private static final Property<Expression> DENY =
        Property.optional(
            "deny",
            new Cel<>(Expression::condition),
            "CEL: where it is true, the change is denied.");
    private static final Property<Expression> NEEDS_HUMAN =
        Property.optional(
            "needsHuman",
            new Cel<>(Expression::condition),
            "CEL: where it is true, a human decides.");
    private static final Property<Expression> WARN =
        Property.optional(
            "warn", new Cel<>(Expression::condition), "CEL: where it is true, it warns.");
    private static final Property<Template> MESSAGE =
        Property.required(
            "message", new Cel<>(Template::of), "What is wrong; {{ CEL }} in it is filled in.");
    private static final Property<String> WHY =
        Property.optional("why", Shapes.TEXT, "The reason for the rule.")
            .orElse("The policy of this repository asks for it.");
    private static final Property<String> FIX =
        Property.optional("fix", Shapes.TEXT, "How to mend it.")
            .orElse("Change it so that the rule holds.");
    private static final Property<String> AT =
        Property.optional("at", Shapes.TEXT, "Key path to show, such as spec.replicas.").orElse("");

    static final Shape<List<CustomRule>> LIST =
        ListShape.of(
                ObjectShape.of(
                        Custom::rule, NAME, MATCH, DENY, NEEDS_HUMAN, WARN, MESSAGE, WHY, FIX, AT)
                    .exactlyOneOf(DENY, NEEDS_HUMAN, WARN))
            .distinct(r -> Optional.of(r.name()), "a rule of this name stands above", "Rename one");

    private record Match(List<String> kinds, List<PathGlob> versions, List<PathGlob> paths) {}

    private static CustomRule rule(ObjectShape.Values v) {
      Severity severity =
          v.find(DENY).isPresent()
              ? Severity.DENY
              : v.find(WARN).isPresent() ? Severity.WARN : Severity.NEEDS_HUMAN;
      return new CustomRule(
          v.get(NAME),
          v.get(MATCH).kinds(),
          v.get(MATCH).versions(),
          v.get(MATCH).paths(),
          severity,
          v.find(DENY).or(() -> v.find(WARN)).or(() -> v.find(NEEDS_HUMAN)).orElseThrow(),
          v.get(MESSAGE),
          v.get(WHY),
          v.get(FIX).strip(),
          v.get(AT).isEmpty() ? List.of() : List.of(v.get(AT).split("\\.")));
    }

    private static List<PathGlob> globs(List<String> texts) {
      return texts.stream().map(PathGlob::of).toList();
    }

    private static String name(String name) {
      if (!name.matches("custom/[a-z0-9][a-z0-9-]{0,60}")) {
        throw new IllegalArgumentException("not a name for a rule of your own");
      }
      return name;
    }
  }

  /** A text that is compiled; what is wrong in it is told at its own line and column. */
  private record Cel<T>(Function<String, T> compiler) implements Shape<T> {
    @Override
    public Optional<T> read(Node node, String path, Reading reading) {
      Optional<String> text = Shapes.TEXT.read(node, path, reading);
      try {
        return text.map(t -> compiler.apply(t));
      } catch (Broken e) {
        reading.problem(place((ScalarNode) node, e), path, String.valueOf(e.getMessage()), "");
        return Optional.empty();
      }
    }

    private static Optional<Mark> place(ScalarNode node, Broken e) {
      boolean block =
          !node.isPlain()
              && node.getScalarStyle() != ScalarStyle.DOUBLE_QUOTED
              && node.getScalarStyle() != ScalarStyle.SINGLE_QUOTED;
      return node.getStartMark()
          .map(m -> {
            int line = m.getLine() + (block ? e.line() : e.line() - 1);
            int first = block ? indent(m) : m.getColumn() + (node.isPlain() ? 0 : 1);
            int column = e.line() == 1 || block ? first + e.column() : e.column();
            return new Mark(m.getName(), m.getIndex(), line, column, m.getBuffer(), m.getPointer());
          });
    }

    /** How far the lines of a block are indented. */
    private static int indent(Mark mark) {
      int[] text = mark.getBuffer();
      int i = mark.getPointer();
      while (i < text.length && text[i] != '\n') {
        i++;
      }
      int from = i + 1;
      i = from;
      while (i < text.length && text[i] == ' ') {
        i++;
      }
      return Math.max(0, i - from);
    }

    @Override
    public Map<String, Object> schema() {
      return Shapes.TEXT.schema();
    }
  }

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
