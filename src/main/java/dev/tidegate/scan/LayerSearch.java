package dev.tidegate.scan;

import dev.tidegate.scan.Hit.Confidence;
import dev.tidegate.scan.Vendors.Detector;
import dev.tidegate.scan.harmless.Drawn;
import dev.tidegate.scan.harmless.Harmless;
import dev.tidegate.scan.text.Pieces;
import dev.tidegate.scan.text.Tables;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Searches one text: keywords first, then the patterns that want them. */
final class LayerSearch {
  private static final Pattern CONCATENATION =
      Pattern.compile("([\"'])[ \\t]*(?:\\+|\\.\\.?|&|~|<>)[ \\t]*(?:\\\\?\\r?\\n[ \\t]*)?\\1");
  private static final Pattern SEAM =
      Pattern.compile(
          "[\"'`]?[ \\t]*[+.&~\\\\,]{0,2}[ \\t]*\\r?\\n[ \\t]*[+.&~#*>|-]{0,2}[ \\t]*[\"'`]?"
              + "|[\"'`][ \\t]*[+.&~]{0,2}[ \\t]*[\"'`]");
  private static final int MOST = 2_000;
  private static final int LOOKS_WITHIN_ONE = 8;
  private static final int SHORTEST_TOKEN = 16;
  private static final int SHORTEST_CELL = 12;
  private static final int GLUED_AT_MOST = 4 * 1024 * 1024;

  private final Detectors detectors = Detectors.standard();
  private final Scanner scanner;
  private final byte[] bytes;
  private final String text;
  private final Scanner.Style style;
  private final @Nullable Matcher[] matchers;
  private final List<int[]> covered = new ArrayList<>();
  private final List<Found> found = new ArrayList<>();
  private final List<Integer> assignments = new ArrayList<>();

  /** For each format where the last harmless match ends, and how often it was looked into since. */
  private final int[] harmlessUntil;

  private final int[] looks;

  /** For each format where what it needs stands next, seen from where. */
  private final int[] nextNeeded;

  private final int[] lookedFrom;
  private int valueUntil;
  private int headUntil;

  LayerSearch(Scanner scanner, byte[] bytes, String text, Scanner.Style style) {
    this.scanner = scanner;
    this.bytes = bytes;
    this.text = text;
    this.style = style;
    this.matchers = new Matcher[detectors.list().size()];
    this.harmlessUntil = new int[matchers.length];
    this.looks = new int[matchers.length];
    this.nextNeeded = new int[matchers.length];
    this.lookedFrom = new int[matchers.length];
    Arrays.fill(nextNeeded, -1);
  }

  /** A secret with its place in the text. */
  record Found(
      String detector,
      String title,
      Confidence confidence,
      int start,
      String value,
      String masked,
      int end) {}

  boolean covered(int start, int end) {
    return covered.stream().anyMatch(c -> c[0] < end && start < c[1]);
  }

  void cover(int start, int end) {
    covered.add(new int[] {start, end});
  }

  /** What is there; known formats win over names and values that cover the same place. */
  List<Found> run() {
    search();
    if (text.length() <= GLUED_AT_MOST && (text.indexOf('"') >= 0 || text.indexOf('\'') >= 0)) {
      glued();
    }
    return found;
  }

  /** True where a known format stands there, or the name of a secret, whatever its value. */
  boolean promises() {
    return !run().isEmpty() || !assignments.isEmpty();
  }

  private void search() {
    detectors
        .keywords()
        .search(
            bytes,
            (keyword, start) -> {
              if (found.size() >= MOST) {
                return;
              }
              for (int d : detectors.wanted()[keyword]) {
                if (d == Detectors.ASSIGNMENT) {
                  if (style != Scanner.Style.TOKENS_ONLY) {
                    assignments.add(start);
                  }
                } else {
                  format(d, start);
                }
              }
            });
    int done = -1;
    int inner = 0;
    for (int at : assignments) {
      inner = at < valueUntil ? inner + 1 : 0;
      if (at > done && found.size() < MOST && inner <= LOOKS_WITHIN_ONE) {
        done = assignment(at);
      }
    }
  }

  private void format(int d, int at) {
    if (at < harmlessUntil[d] && ++looks[d] > LOOKS_WITHIN_ONE) {
      return;
    }
    Detector detector = detectors.list().get(d);
    String exact = detector.exact();
    if (!exact.isEmpty() && (!text.startsWith(exact, at) || insideWord(at))) {
      return;
    }
    Matcher m = matchers[d];
    if (m == null) {
      m = detector.pattern().matcher(text).useTransparentBounds(true).useAnchoringBounds(false);
      matchers[d] = m;
    }
    int end = Math.min(text.length(), at + detector.window());
    if (!needed(detector, d, at, end)) {
      return;
    }
    m.region(Math.max(0, at - detector.lookBack()), end);
    boolean matches = detector.lookBack() == 0 ? m.lookingAt() : m.find() && m.start() <= at;
    if (matches) {
      take(detector, m, m.start(), d);
    } else if (detector.lookBack() == 0 && detector.prefix() > 2) {
      acrossSeam(detector, at);
    }
  }

  /** False where nothing of what stands in every match stands ahead. */
  private boolean needed(Detector detector, int d, int from, int to) {
    boolean any = detector.needs().isEmpty();
    if (!any && (from < lookedFrom[d] || from > nextNeeded[d])) {
      lookedFrom[d] = from;
      nextNeeded[d] = Integer.MAX_VALUE;
      for (String need : detector.needs()) {
        int next = text.indexOf(need, from);
        nextNeeded[d] = next < 0 ? nextNeeded[d] : Math.min(nextNeeded[d], next);
      }
    }
    return any || nextNeeded[d] < to;
  }

  /**
   * True where a word goes on over the place; an escape before it, such as backslash n, is none.
   */
  private boolean insideWord(int at) {
    if (at == 0 || !asciiLetterOrDigit(text.charAt(at - 1))) {
      return false;
    }
    for (int i = at - 2; i >= Math.max(0, at - 6); i--) {
      char c = text.charAt(i);
      if (c == '\\' || c == '%') {
        return false;
      }
    }
    return true;
  }

  private static boolean asciiLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private void take(Detector detector, Matcher m, int at, int d) {
    int end = at + m.end() - m.start();
    if (covered(at, end)) {
      return;
    }
    Optional<Verify> checked = Verify.check(detector, m, text);
    if (checked.isEmpty()) {
      looks[d] = at < harmlessUntil[d] ? looks[d] : 0;
      harmlessUntil[d] = Math.max(harmlessUntil[d], end);
      return;
    }
    Verify v = checked.get();
    if (v.confidence() != Confidence.WEAK || v.value().length() < SHORTEST_TOKEN) {
      cover(at, Math.max(end, v.end())); // a weak password in an address may be a vendor's token
    }
    found.add(new Found(detector.id(), v.title(), v.confidence(), at, v.value(), v.masked(), end));
  }

  /** A value that goes on in the next line or behind a quote. */
  private void acrossSeam(Detector detector, int at) {
    int end = at;
    while (end < text.length() && end - at < 300 && tokenCharacter(text.charAt(end))) {
      end++;
    }
    boolean line = end < text.length() && "\r\n\\".indexOf(text.charAt(end)) >= 0;
    boolean quote = end < text.length() && "\"'`".indexOf(text.charAt(end)) >= 0;
    int run = end - at - detector.prefix();
    boolean goesOn = end < text.length() && text.charAt(end) == '$';
    if ((!quote && !line && !goesOn) || !begins(detector, text.substring(at, end))) {
      return;
    }
    if (run >= 6 && (quote || line || goesOn) && elsewhere(detector, at, end)) {
      return;
    }
    if (!(quote && run >= 0) && !(line && run >= 4)) {
      return;
    }
    int to = Math.min(text.length(), at + detector.window());
    if (!SEAM.matcher(text).region(end, Math.max(end, to)).lookingAt()) {
      return;
    }
    int stop = end - at + 1;
    int from = Math.max(0, at - 1);
    int next = end;
    for (int lines = 0; lines < 4 && next >= 0 && next < to; lines++) {
      next = text.indexOf('\n', next + 1, to);
    }
    String window = text.substring(from, next < 0 ? to : next);
    String joined = SEAM.matcher(window).replaceAll("");
    int moved = joined.indexOf(text.substring(at, end));
    if (moved >= 0) {
      Matcher m = detector.pattern().matcher(joined).useTransparentBounds(true);
      if (m.region(moved, joined.length()).lookingAt() && !covered(at, end)) {
        Verify.check(detector, m, joined)
            .ifPresent(v -> {
              cover(at, at + stop);
              found.add(
                  new Found(
                      detector.id(),
                      v.title(),
                      v.confidence(),
                      at,
                      v.value(),
                      v.masked(),
                      at + stop));
            });
      }
    }
  }

  /** False where no text that starts like this can match. */
  @SuppressWarnings("JdkObsolete") // what more text could change is the very question
  private static boolean begins(Detector detector, String head) {
    Matcher m = detector.pattern().matcher(head);
    return m.lookingAt() || m.hitEnd();
  }

  /** The rest stands in another literal near by, and nothing is too much. */
  private boolean elsewhere(Detector detector, int at, int end) {
    String head = text.substring(at, end);
    for (String rest : covered(at, end) ? List.<String>of() : Pieces.after(text, end)) {
      String joined = head + rest;
      Matcher m = detector.pattern().matcher(joined);
      boolean exact =
          Drawn.random(rest)
              && m.matches()
              && !m.reset(joined.substring(0, joined.length() - 1)).lookingAt();
      Optional<Verify> v =
          exact && m.reset(joined).lookingAt()
              ? Verify.check(detector, m, joined)
              : Optional.empty();
      if (v.isPresent()) {
        cover(at, end);
        Verify f = v.get();
        found.add(
            new Found(detector.id(), f.title(), f.confidence(), at, f.value(), f.masked(), end));
        return true;
      }
    }
    return false;
  }

  private static boolean tokenCharacter(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '-' || c == '.';
  }

  /** Judges one; answers up to where keywords belong to the same key. */
  private int assignment(int at) {
    if (style == Scanner.Style.SETTINGS && at >= headUntil) {
      headUntil = Tables.read(text, at, KeyValue::isName, this::cell);
    }
    Optional<Assignments.Assignment> read = Assignments.around(text, at);
    if (read.isEmpty()) {
      return at;
    }
    Assignments.Assignment a = read.get();
    int end = a.start() + a.value().length();
    valueUntil = Math.max(valueUntil, end);
    boolean counts =
        a.quoted() || (style == Scanner.Style.SETTINGS && !Harmless.expression(a.value()));
    if (!counts || covered(a.start(), end)) {
      return a.start() - 1;
    }
    judged(a.key(), a.value(), a.start());
    return a.start() - 1;
  }

  private void cell(String name, String value, int start) {
    boolean looks = value.length() >= SHORTEST_CELL && found.size() < MOST;
    if (looks && Drawn.random(value) && !covered(start, start + value.length())) {
      judged(name, value, start);
    }
  }

  private void judged(String key, String raw, int start) {
    int end = start + raw.length();
    String value = new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    KeyValue.judge(key, value)
        .ifPresent(c -> {
          cover(start, end);
          String title = "value of " + Scanner.printable(key);
          String masked = Scanner.masked("", value);
          found.add(new Found("assignment", title, c, start, value, masked, end));
        });
  }

  /** Once more with literals joined: {@code "gh" + "p_..."}. */
  private void glued() {
    Matcher m = CONCATENATION.matcher(text);
    StringBuilder out = new StringBuilder();
    List<int[]> moves = new ArrayList<>();
    int from = 0;
    for (int i = 0; i + 2 < text.length(); i++) {
      if (operatorBehindQuote(i) && i >= from && m.region(i, text.length()).lookingAt()) {
        out.append(text, from, m.start());
        from = m.end();
        moves.add(new int[] {out.length(), from - out.length()});
      }
    }
    if (moves.isEmpty()) {
      return;
    }
    String joined = out.append(text, from, text.length()).toString();
    byte[] raw = joined.getBytes(StandardCharsets.ISO_8859_1);
    LayerSearch again = new LayerSearch(scanner, raw, joined, style);
    again.search();
    for (Found f : again.found) {
      int origin = f.start() + moved(moves, f.start());
      if (!covered(origin, origin + f.value().length())) {
        cover(origin, origin + f.value().length());
        found.add(
            new Found(
                f.detector(),
                f.title(),
                f.confidence(),
                origin,
                f.value(),
                f.masked(),
                origin + f.end() - f.start()));
      }
    }
  }

  /** How far what stands at an offset of the joined text moved; the moves are in order. */
  private static int moved(List<int[]> moves, int at) {
    int low = 0;
    int high = moves.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (moves.get(middle)[0] <= at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? 0 : moves.get(low - 1)[1];
  }

  private boolean operatorBehindQuote(int quote) {
    char c = text.charAt(quote);
    if (c != '"' && c != '\'') {
      return false;
    }
    int next = quote + 1;
    while (next < text.length() && next - quote < 8 && text.charAt(next) == ' ') {
      next++;
    }
    return next < text.length() && "+.&~<".indexOf(text.charAt(next)) >= 0;
  }
}
