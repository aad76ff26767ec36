package dev.tidegate.policy.rules.custom;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructTypeReference;
import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.tidegate.schema.cel.library.Allowance;
import dev.tidegate.schema.cel.library.KubernetesFunctions;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A CEL expression, compiled and type-checked. Thread-safe. */
public final class Expression {
  /** Loop turns of one evaluation. */
  static final int MOST_TURNS = 100_000;

  private static final int LONGEST = 10_000;
  static final long MOST_UNITS = 20_000_000;

  private final String text;
  private final CelRuntime.Program program;
  private final Set<String> names;

  private Expression(String text, CelRuntime.Program program, Set<String> names) {
    this.text = text;
    this.program = program;
    this.names = names;
  }

  /** Starts CEL, which takes a while, where the first expression is met. */
  private static final class Engine {
    static final CelOptions OPTIONS =
        CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .comprehensionMaxIterations(MOST_TURNS)
            .maxExpressionCodePointSize(LONGEST)
            .build();
    static final CelCompiler COMPILER =
        KubernetesFunctions.compiler(OPTIONS)
            .setTypeProvider(new Vocabulary())
            .addVar("object", SimpleType.DYN)
            .addVar("oldObject", SimpleType.DYN)
            .addVar("path", SimpleType.STRING)
            .addVar("file", StructTypeReference.create(Vocabulary.FILE.name()))
            .addVar("change", StructTypeReference.create(Vocabulary.CHANGE.name()))
            .build();
    static final CelRuntime RUNTIME = KubernetesFunctions.runtime(OPTIONS).build();
  }

  /** A condition: true or false. Throws {@link Broken}. */
  public static Expression condition(String text) {
    return compile(text, true);
  }

  /** Any value. Throws {@link Broken}. */
  static Expression value(String text) {
    return compile(text, false);
  }

  private static Expression compile(String text, boolean condition) {
    CelValidationResult result = Engine.COMPILER.compile(text);
    if (result.hasError()) {
      CelIssue first = result.getErrors().getFirst();
      throw new Broken(
          text,
          first.getSourceLocation().getLine(),
          first.getSourceLocation().getColumn(),
          first.getMessage());
    }
    try {
      CelAbstractSyntaxTree tree = result.getAst();
      if (condition
          && !tree.getResultType().equals(SimpleType.BOOL)
          && !tree.getResultType().equals(SimpleType.DYN)) {
        throw new Broken(
            text, 1, 0, "this gives " + tree.getResultType().name() + ", not true or false");
      }
      Set<String> names =
          CelNavigableAst.fromAst(tree)
              .getRoot()
              .allNodes()
              .filter(n -> n.getKind() == Kind.IDENT)
              .map(n -> n.expr().ident().name())
              .collect(Collectors.toSet());
      return new Expression(text, Engine.RUNTIME.createProgram(tree), names);
    } catch (CelValidationException | CelEvaluationException e) {
      throw new Broken(text, 1, 0, String.valueOf(e.getMessage()));
    }
  }

  /** True where it speaks of this variable. */
  boolean uses(String name) {
    return names.contains(name);
  }

  /** Throws {@link Allowance.Spent} where it costs too much. */
  Object evaluate(Map<String, Object> values) throws CelEvaluationException {
    return KubernetesFunctions.evaluate(program, values, new Allowance(MOST_UNITS));
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
