package dev.tidegate.policy.rules.custom;

import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence with expressions in double braces. Thread-safe. */
public final class Template {
  private static final Pattern HOLE = Pattern.compile("\\{\\{(.*?)}}", Pattern.DOTALL);
  private static final int LONGEST = 500;

  private final String text;
  private final List<Object> parts = new ArrayList<>();

  private Template(String text) {
    this.text = text;
    Matcher hole = HOLE.matcher(text);
    int end = 0;
    while (hole.find()) {
      parts.add(text.substring(end, hole.start()));
      parts.add(Expression.value(hole.group(1).strip()));
      end = hole.end();
    }
    parts.add(text.substring(end));
  }

  /** Throws {@link Broken} where an expression in it cannot be used. */
  public static Template of(String text) {
    return new Template(text);
  }

  boolean uses(String name) {
    return parts.stream().anyMatch(p -> p instanceof Expression e && e.uses(name));
  }

  /** What cannot be computed stands as a question mark: a message never stops a judgement. */
  String fill(Map<String, Object> values) {
    StringBuilder out = new StringBuilder();
    for (Object part : parts) {
      if (part instanceof Expression e) {
        try {
          String value = String.valueOf(e.evaluate(values));
          out.append(value.length() > LONGEST ? value.substring(0, LONGEST) + "..." : value);
        } catch (CelEvaluationException | RuntimeException x) {
          out.append('?');
        }
      } else {
        out.append(part);
      }
    }
    return out.toString();
  }

  @Override
  public String toString() {
    return text;
  }
}
