package dev.tidegate.scan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the table of known formats, {@code formats.tsv}: a new vendor is one line there. */
final class Vendors {
  private static final String END = "(?![A-Za-z0-9])";

  /** Not inside a word; an escape before the value, such as backslash n, is no part of a word. */
  private static final String START =
      "(?:(?<![A-Za-z0-9])|(?<=\\\\[nrt])|(?<=%[0-9A-Fa-f]{2})|(?<=\\\\u00[0-9a-f]{2}))";

  private static final String BETWEEN =
      "[A-Za-z0-9_.\\- \\t\"'\\[\\]]{0,40}(?:=>|:{1,3}=|\\?=|=|:|,|\\s|>\\s{0,12})[ \\t\"'=`]{0,6}";

  private Vendors() {}

  static List<Detector> standard() {
    try (InputStream in = Vendors.class.getResourceAsStream("formats.tsv")) {
      if (in == null) {
        throw new IllegalStateException("formats.tsv is missing from the jar");
      }
      String table = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return table
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> detector(line.split("\t", -1)))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Detector detector(String[] c) {
    List<String> words = List.of(c[3].split(",", -1));
    return switch (c[0]) {
      case "prefix" ->
          made(c, List.of(c[3]), 0, 600, START + Pattern.quote(c[3]) + c[4] + END, c[3].length());
      case "near" ->
          made(
              c,
              words,
              0,
              300,
              "(?<![A-Za-z](?=[a-z]))(?i:"
                  + c[3].replace(',', '|')
                  + ")"
                  + BETWEEN
                  + "(?<s>"
                  + c[4]
                  + ")(?![A-Za-z0-9_/+=.-])",
              0);
      case "at" -> {
        String[] n = c[4].split(" ", -1);
        String pattern = c[5].replace("{START}", START).replace("{END}", END);
        yield made(
            c,
            words,
            Integer.parseInt(n[0]),
            Integer.parseInt(n[1]),
            pattern,
            Integer.parseInt(n[2]));
      }
      default -> throw new IllegalStateException("formats.tsv: no kind of line named " + c[0]);
    };
  }

  private static Detector made(
      String[] c, List<String> keywords, int lookBack, int window, String pattern, int shown) {
    return new Detector(
        c[1],
        c[2],
        keywords,
        c[0].equals("prefix") ? c[3] : "",
        lookBack,
        window,
        new Late(pattern),
        c.length > 6 ? List.of(c[6].split(",", -1)) : List.of(),
        shown,
        Hit.Confidence.CERTAIN);
  }

  /**
   * One known format. A keyword's occurrence is looked at by the pattern within a bounded window;
   * the patterns hold no nested repetition, so their time is linear in the window.
   *
   * @param keywords one of them stands in every value; letter case ignored
   * @param exact what stands at the keyword's place in letter case; empty where case is free
   * @param lookBack how many bytes before the keyword the match may start; 0 = at the keyword
   * @param window how many bytes after the keyword's start the pattern may see
   * @param late the pattern; its group {@code s}, or the whole match, is the secret
   * @param needs one of these stands in the window of every match, letter case as it is; empty:
   *     nothing is known
   * @param prefix how many leading characters may be shown: public knowledge, the same in every
   *     value
   */
  record Detector(
      String id,
      String title,
      List<String> keywords,
      String exact,
      int lookBack,
      int window,
      Late late,
      List<String> needs,
      int prefix,
      Hit.Confidence confidence) {
    Pattern pattern() {
      return late.pattern();
    }
  }

  /** A pattern that is compiled when it is first wanted: most runs want few of them. */
  static final class Late {
    private final String text;
    private volatile @Nullable Pattern compiled;

    Late(String text) {
      this.text = text;
    }

    Pattern pattern() {
      Pattern pattern = compiled;
      if (pattern == null) {
        pattern = Pattern.compile(text);
        compiled = pattern;
      }
      return pattern;
    }
  }
}
