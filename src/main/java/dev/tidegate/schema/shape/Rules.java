package dev.tidegate.schema.shape;

import dev.tidegate.schema.cel.CelRules;
import dev.tidegate.schema.cel.Outcome;
import dev.tidegate.schema.cel.library.Allowance;
import dev.tidegate.syntax.YamlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The rules of a schema that an object must obey, gathered while it is walked and evaluated only
 * where it fits otherwise, as the API server does. Rules about the change from an older object are
 * for the server, which has it.
 */
final class Rules {
  private static final int ENOUGH = 1_000;

  private final List<Due> due = new ArrayList<>();

  private record Due(YamlNode value, Node schema, String path) {}

  void add(YamlNode value, Node schema, Trail trail) {
    if (!schema.rules().isEmpty()) {
      due.add(new Due(value, schema, trail.toString()));
    }
  }

  void evaluate(List<Flaw> flaws, Allowance allowance) {
    int left = ENOUGH;
    for (Due one : due) {
      Object self = Values.of(one.value(), one.schema());
      for (Node.Rule rule : one.schema().rules()) {
        if (rule.expression().contains("oldSelf")) {
          continue;
        }
        if (left-- == 0) {
          flaws.add(
              flaw(one, Flaw.Sort.UNCHECKED, "has more rules to obey than are evaluated here", ""));
          return;
        }
        switch (CelRules.check(rule.expression(), self, allowance)) {
          case Outcome.Holds holds -> {}
          case Outcome.Broken broken -> flaws.add(broken(one, rule));
          case Outcome.TooCostly costly -> {
            flaws.add(
                flaw(
                    one,
                    Flaw.Sort.COSTLY,
                    "has a rule that costs more to evaluate than "
                        + costly.limit()
                        + ": "
                        + shortened(rule.expression().strip()),
                    "Shorten what the rule looks at, or give its schema maxItems, maxLength and a"
                        + " simpler rule; the API server has such a limit too."));
            return;
          }
          case Outcome.Unchecked unchecked ->
              flaws.add(
                  flaw(
                      one,
                      Flaw.Sort.UNCHECKED,
                      "has a rule that could not be evaluated here: " + unchecked.why(),
                      "Nothing, if the server takes it: " + rule.expression()));
        }
      }
    }
  }

  private static Flaw broken(Due one, Node.Rule rule) {
    String expression = rule.expression().strip();
    String said = rule.message().isEmpty() ? shortened(expression) : rule.message();
    return flaw(
        one,
        Flaw.Sort.VALUE,
        "breaks a rule of its schema: " + said.replaceFirst("\\.$", ""),
        "Make this true: " + expression);
  }

  private static String shortened(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "..." : text;
  }

  private static Flaw flaw(Due one, Flaw.Sort sort, String what, String fix) {
    return new Flaw(
        one.value().line(), one.value().column(), one.path(), sort, one.path() + " " + what, fix);
  }
}
