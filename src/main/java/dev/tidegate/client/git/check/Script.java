package dev.tidegate.client.git.check;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Tells words that mix Latin with letters that look like it. */
public final class Script {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");
  private static final Set<UnicodeScript> ALIKE =
      Set.of(
          UnicodeScript.CYRILLIC,
          UnicodeScript.GREEK,
          UnicodeScript.ARMENIAN,
          UnicodeScript.CHEROKEE,
          UnicodeScript.COPTIC,
          UnicodeScript.LISU);

  /** Cyrillic and Greek letters that a reader cannot tell from Latin ones. */
  private static final String TWINS =
      "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u051d\u03bf\u03bd";

  private Script() {}

  /** True where one word has both Latin and look-alike letters, or consists of look-alikes only. */
  public static boolean mixed(String name) {
    if (name.chars().allMatch(c -> c < 128)) {
      return false;
    }
    return WORD.matcher(name).results().anyMatch(m -> suspicious(m.group()));
  }

  private static boolean suspicious(String word) {
    Set<UnicodeScript> scripts =
        word.codePoints().mapToObj(UnicodeScript::of).collect(Collectors.toSet());
    boolean alike = scripts.stream().anyMatch(ALIKE::contains);
    boolean fullWidth = word.codePoints().anyMatch(c -> c >= 0xFF01 && c <= 0xFF5E);
    boolean onlyTwins =
        alike
            && word.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> c >= 128)
                .allMatch(c -> TWINS.indexOf(c) >= 0);
    return fullWidth || (alike && scripts.contains(UnicodeScript.LATIN)) || onlyTwins;
  }

  /** The letters that are not ASCII, as code points. */
  public static String describe(String name) {
    return name.codePoints()
        .filter(c -> c >= 128)
        .limit(8)
        .mapToObj(c -> String.format("U+%04X", c))
        .collect(Collectors.toCollection(TreeSet::new))
        .toString();
  }
}
