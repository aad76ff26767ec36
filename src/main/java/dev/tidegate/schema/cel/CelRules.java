package dev.tidegate.schema.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.tidegate.schema.cel.library.Allowance;
import dev.tidegate.schema.cel.library.KubernetesFunctions;
import dev.tidegate.syntax.Regex;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Rules as Kubernetes writes them, over {@code self}. Each is compiled once; what a rule may cost
 * is bounded. Thread-safe.
 */
public final class CelRules {
  private static final int LONGEST = 16 * 1024;
  private static final int STEPS = 20_000;
  private static final int REMEMBERED = 5_000;
  private static final CelOptions OPTIONS =
      CelOptions.current()
          .comprehensionMaxIterations(STEPS)
          .maxExpressionCodePointSize(LONGEST)
          .build();
  private static final CelCompiler COMPILER =
      KubernetesFunctions.compiler(OPTIONS).addVar("self", SimpleType.DYN).build();
  private static final CelRuntime RUNTIME = KubernetesFunctions.runtime(OPTIONS).build();
  private static final Map<String, Compiled> COMPILED = new ConcurrentHashMap<>();

  private CelRules() {}

  private sealed interface Compiled {}

  private record Ready(CelRuntime.Program program) implements Compiled {}

  private record Refused(String why) implements Compiled {}

  /**
   * @param self maps, lists, texts, longs, doubles and booleans, defaults filled in
   * @param allowance what all rules of one object may cost together
   */
  public static Outcome check(String rule, Object self, Allowance allowance) {
    if (COMPILED.size() > REMEMBERED) {
      COMPILED.clear();
    }
    return switch (COMPILED.computeIfAbsent(rule, CelRules::compile)) {
      case Refused refused -> new Outcome.Unchecked(refused.why());
      case Ready ready -> evaluate(ready.program(), self, allowance);
    };
  }

  private static Outcome evaluate(CelRuntime.Program program, Object self, Allowance allowance) {
    try {
      Object result = KubernetesFunctions.evaluate(program, Map.of("self", self), allowance);
      if (result instanceof Boolean holds) {
        return holds ? new Outcome.Holds() : new Outcome.Broken();
      }
      return new Outcome.Unchecked("it gives no boolean");
    } catch (Allowance.Spent e) {
      return new Outcome.TooCostly(allowance.limit());
    } catch (CelEvaluationException | IllegalArgumentException e) {
      return new Outcome.Unchecked(first(e));
    }
  }

  private static Compiled compile(String rule) {
    if (Regex.endless(rule)) {
      return new Refused("a pattern in it ignores the letter case of letters from U+1C80 on");
    }
    try {
      CelAbstractSyntaxTree tree = COMPILER.compile(rule).getAst();
      return new Ready(RUNTIME.createProgram(tree));
    } catch (CelValidationException | CelEvaluationException | IllegalArgumentException e) {
      return new Refused(first(e));
    }
  }

  /** The first line; what follows it quotes the rule. */
  private static String first(Exception e) {
    String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("no reason is given");
    return line.replaceFirst("^(ERROR: )?<input>:\\d+:\\d+: ", "");
  }
}
