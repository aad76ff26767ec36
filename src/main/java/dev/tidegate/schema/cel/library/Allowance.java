package dev.tidegate.schema.cel.library;

import com.google.re2j.Pattern;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.ExprKind.Kind;
import dev.tidegate.syntax.Regex;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What the work for one object, or one condition, may cost. As in the API server a unit is about
 * one expression evaluated or ten characters looked at; here it is also four characters made, one
 * item listed, or forty steps of a pattern. Beyond it, or after eight seconds of one evaluation,
 * all work in it throws {@link Spent}. Used by one thread at a time.
 */
public final class Allowance {
  private static final ScopedValue<Allowance> CURRENT = ScopedValue.newInstance();
  private static final long LONGEST = TimeUnit.SECONDS.toNanos(8);
  private static final int LOOK = 16;

  /** What only hands on a value that stands elsewhere. */
  private static final Set<String> HANDING =
      Set.of("_[_]", "_?_:_", "_?._", "_[?_]", "dyn", "value", "orValue", "or", "optional.of");

  private final long most;
  private long left;
  private long since = 0;
  private int looked = 0;

  /** Thrown through the work that costs too much. */
  public static final class Spent extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Spent(String what) {
      super(what);
    }
  }

  /** What is done within it. */
  @FunctionalInterface
  public interface Work<R, X extends Throwable> {
    R run() throws X;
  }

  public Allowance(long units) {
    this.most = units;
    this.left = units;
  }

  /** Does the work at this allowance's cost. */
  public <R, X extends Throwable> R bear(Work<R, X> work) throws X {
    return ScopedValue.where(CURRENT, this).<R, X>call(work::run);
  }

  /** For a sentence: what was too much. */
  public String limit() {
    return "%,d units".formatted(most) + ", or eight seconds";
  }

  /** True where the pattern is in the text. Costs what it may take at worst. */
  public static boolean finds(Pattern pattern, String text) {
    charge(Regex.work(pattern, text) / 40);
    return pattern.matcher(text).find();
  }

  /** The pattern, at the cost of its size. */
  static Pattern compiled(String pattern) {
    charge(pattern.length());
    Pattern compiled = Regex.compile(pattern);
    charge(compiled.programSize() / 4);
    return compiled;
  }

  /** Throws {@link Spent} where it is: {@code x || true} hides what was thrown in x. */
  void check() {
    if (left < 0) {
      throw new Spent("it costs more than " + limit());
    }
  }

  static void charge(long units) {
    if (CURRENT.isBound()) {
      CURRENT.get().take(units);
    }
  }

  /**
   * An evaluation begins: its time is its own, what was compiled or judged before does not count.
   */
  void start() {
    since = System.nanoTime();
  }

  /** Told of each expression that was evaluated, and of its value. */
  void evaluated(CelExpr expression, Object value) {
    take(1);
    Kind kind = expression.getKind();
    if (kind == Kind.LIST || kind == Kind.MAP) {
      take(value);
    } else if (kind == Kind.CALL && !HANDING.contains(expression.call().function())) {
      boolean gathers =
          expression.call().args().stream()
              .anyMatch(a -> a.getKind() == Kind.IDENT && a.ident().name().startsWith("@"));
      if (value instanceof String text) {
        take(text.length() / 4);
      } else if (!gathers && expression.call().function().equals("_+_")) {
        take(value);
      }
    }
  }

  /** All that is in a list, as often as it is in it: a short rule can name one a million times. */
  private void take(Object value) {
    if (value instanceof Collection<?> list) {
      take(list.size());
      list.forEach(this::take);
    } else if (value instanceof Map<?, ?> map) {
      take(map.size());
      map.values().forEach(this::take);
    }
  }

  private void take(long units) {
    if (left >= 0) {
      left -= Math.min(units, most + 1);
      if (since != 0 && ++looked % LOOK == 0 && System.nanoTime() - since > LONGEST) {
        left = -1;
      }
    }
    check();
  }
}
