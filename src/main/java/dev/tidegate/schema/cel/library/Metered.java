package dev.tidegate.schema.cel.library;

import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Functions of CEL itself whose cost grows faster than what they are given, each charged before it
 * is due: a short rule could otherwise fill the memory.
 */
final class Metered {
  private Metered() {}

  static List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from("matches", String.class, String.class, Metered::matches),
        CelFunctionBinding.from("matches_string", String.class, String.class, Metered::matches),
        CelFunctionBinding.from("contains_string", String.class, String.class, Metered::contains),
        CelFunctionBinding.from(
            "string_index_of_string", String.class, String.class, (t, u) -> indexOf(t, u, 0)),
        of("string_index_of_string_int", a -> indexOf(text(a[0]), text(a[1]), number(a[2]))),
        CelFunctionBinding.from(
            "string_last_index_of_string",
            String.class,
            String.class,
            (t, u) -> lastIndexOf(t, u, t.codePointCount(0, t.length()))),
        of(
            "string_last_index_of_string_int",
            a -> lastIndexOf(text(a[0]), text(a[1]), number(a[2]))),
        of("string_replace_string_string", a -> replace(text(a[0]), text(a[1]), text(a[2]), -1)),
        of(
            "string_replace_string_string_int",
            a -> replace(text(a[0]), text(a[1]), text(a[2]), number(a[3]))),
        CelFunctionBinding.from(
            "string_split_string", String.class, String.class, (t, u) -> split(t, u, -1)),
        of("string_split_string_int", a -> split(text(a[0]), text(a[1]), number(a[2]))),
        CelFunctionBinding.from("list_join", List.class, l -> join(l, "")),
        CelFunctionBinding.from("list_join_string", List.class, String.class, (l, t) -> join(l, t)),
        CelFunctionBinding.from("strings_quote", String.class, Metered::quote));
  }

  private static CelFunctionBinding of(String id, CelFunctionOverload function) {
    boolean three = id.endsWith("replace_string_string") || !id.startsWith("string_replace");
    Class<?> last = id.endsWith("_int") ? Long.class : String.class;
    List<Class<?>> types =
        three
            ? List.of(String.class, String.class, last)
            : List.of(String.class, String.class, String.class, last);
    return CelFunctionBinding.from(id, types, function);
  }

  private static boolean matches(String text, String pattern) {
    return Allowance.finds(Allowance.compiled(pattern), text);
  }

  private static boolean contains(String text, String part) {
    search(text, part);
    return text.contains(part);
  }

  private static long indexOf(String text, String part, long from) {
    search(text, part);
    int found = text.indexOf(part, text.offsetByCodePoints(0, place(text, from)));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static long lastIndexOf(String text, String part, long from) {
    search(text, part);
    int found = text.lastIndexOf(part, text.offsetByCodePoints(0, place(text, from)));
    return found < 0 ? -1 : text.codePointCount(0, found);
  }

  private static int place(String text, long from) {
    if (from < 0 || from > text.codePointCount(0, text.length())) {
      throw new IllegalArgumentException("the offset " + from + " is out of range");
    }
    return (int) from;
  }

  private static void search(String text, String part) {
    Allowance.charge((long) text.length() * (part.length() + 10L) / 100);
  }

  private static String replace(String text, String old, String now, long most) {
    Allowance.charge((long) text.length() * (old.length() + 25L) / 100);
    StringBuilder out = new StringBuilder();
    int at = 0;
    for (long left = most; left != 0; left--) {
      int found = at > text.length() ? -1 : text.indexOf(old, at);
      if (found < 0) {
        break;
      }
      Allowance.charge(1 + now.length() / 4);
      out.append(text, at, found).append(now);
      at = found + old.length();
      if (old.isEmpty()) {
        int end = at < text.length() ? at + Character.charCount(text.codePointAt(at)) : at + 1;
        out.append(text, at, Math.min(end, text.length()));
        at = end;
      }
    }
    return out.append(text, Math.min(at, text.length()), text.length()).toString();
  }

  private static List<String> split(String text, String by, long most) {
    Allowance.charge((long) text.length() * (by.length() + 25L) / 100);
    List<String> parts = new ArrayList<>();
    if (most == 0) {
      return parts;
    }
    int at = 0;
    while (most < 0 || parts.size() < most - 1) {
      int end =
          by.isEmpty()
              ? (at < text.length() ? text.offsetByCodePoints(at, 1) : text.length())
              : text.indexOf(by, at);
      if (end < 0 || (by.isEmpty() && end >= text.length())) {
        break;
      }
      Allowance.charge(1);
      parts.add(text.substring(at, end));
      at = end + by.length();
    }
    if (!(by.isEmpty() && text.isEmpty())) {
      parts.add(text.substring(at));
    }
    return parts;
  }

  private static String join(List<?> list, String by) {
    StringJoiner out = new StringJoiner(by);
    for (Object item : list) {
      Allowance.charge(1 + (by.length() + text(item).length()) / 4);
      out.add(text(item));
    }
    return out.toString();
  }

  private static String quote(String text) {
    Allowance.charge(text.length() / 2);
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int special = "\u0007\b\f\n\r\t\u000B\\\"".indexOf(c);
      if (special < 0) {
        out.append(c);
      } else {
        out.append('\\').append("abfnrtv\\\"".charAt(special));
      }
    }
    return out.append('"').toString();
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw new IllegalArgumentException("this is no text");
  }

  private static long number(Object value) {
    return ((Number) value).longValue();
  }
}
