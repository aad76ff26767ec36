package dev.tidegate.scan;

import dev.tidegate.scan.echo.Echoes;
import dev.tidegate.scan.harmless.Drawn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Finds secrets in bytes and in parsed keys and values. Immutable and thread-safe; no network, no
 * file. Time is linear in the input: one pass over the bytes finds keywords, patterns look only at
 * a bounded window around them; unpacking stops at a budget and says so.
 */
public final class Scanner {
  /** How names and values are written in a text; decides which assignments count. */
  public enum Style {
    /** Only known formats: the names and values are judged elsewhere, or there are none. */
    TOKENS_ONLY,
    /** Program code: a value counts when it is quoted. */
    CODE,
    /** Settings, shell, documents: {@code key=value} and {@code key: value} count as they are. */
    SETTINGS
  }

  static final long UNPACKED_AT_MOST = 64L * 1024 * 1024;

  private final byte[] key;
  private final Ear ear;

  /**
   * @param key for the fingerprints: an installation's own, kept secret, so that a published
   *     fingerprint lets nobody try out passwords
   */
  public Scanner(byte[] key) {
    this(key.clone(), (fingerprint, value) -> {});
  }

  private Scanner(byte[] key, Ear ear) {
    this.key = key;
    this.ear = ear;
  }

  /** Told the value of everything that is found. It never leaves the judgement. */
  public interface Ear {
    void found(String fingerprint, String value);
  }

  /** The same scanner, which tells the values too. */
  public Scanner heard(Ear who) {
    return new Scanner(key, who);
  }

  /** The fingerprint of a value that was found, which is told. */
  public String tell(String value) {
    String print = fingerprint(value);
    ear.found(print, value);
    return print;
  }

  /** With a key that nobody knows and that ends with the process. */
  public static Scanner unkeyed() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return new Scanner(key);
  }

  /**
   * False where no name of a secret and no mark of a format stands there as it is, so that parsing
   * it as a document would bring nothing to light either.
   */
  public boolean worthParsing(byte[] content) {
    return Detectors.standard().marks().any(content);
  }

  /** True for what is no plain text: an archive, UTF-16, anything with a NUL byte. */
  public static boolean opaque(byte[] content) {
    for (byte b : content) {
      if (b == 0) {
        return true;
      }
    }
    return Archives.isArchive(content);
  }

  /**
   * True where any rule about secrets could find something in these lines or be swayed by them: a
   * known format, a name that may have a secret, something encoded, a word that changes what its
   * surroundings mean. Errs towards yes; far cheaper than finding.
   */
  public boolean promises(byte[] lines) {
    boolean[] yes = {Drawn.run(lines) || Detectors.MEANING.any(lines)};
    if (!yes[0]) {
      String text = new String(lines, StandardCharsets.ISO_8859_1);
      Encoded.find(lines, text, (how, start, end, decoded) -> yes[0] = true);
      yes[0] = yes[0] || new LayerSearch(this, lines, text, Style.SETTINGS).promises();
    }
    return yes[0];
  }

  /** Everything in these bytes; archives and encodings are opened. */
  public Scan bytes(byte[] content, Style style) {
    return new Pass(this).run(content, style);
  }

  /** As {@link #bytes} for text that was decoded by a parser; places count within it. */
  public Scan text(String content, Style style) {
    return bytes(content.getBytes(StandardCharsets.UTF_8), style);
  }

  /**
   * Where values that are known to be secrets stand in these bytes. Archives and encodings are
   * opened; in a history not in plain text.
   *
   * @param place a path or a commit; what was told of it already is left out
   */
  public List<Hit> again(byte[] content, Echoes echoes, String place) {
    return new Pass(this).again(content, echoes, place);
  }

  /**
   * Judges a parsed key and value; the value's own formats are found by {@link #text}.
   *
   * @param name the last name on the way to the value, such as {@code adminPassword}
   */
  public Optional<Hit> pair(String name, String value, int line, int column) {
    return KeyValue.judge(name, value)
        .map(c -> {
          String print = tell(value);
          return new Hit(
              "assignment",
              "value of " + printable(name),
              c,
              line,
              column,
              masked("", value),
              print,
              Optional.empty());
        });
  }

  /** A vendor's prefix at most, and the length. */
  public static String masked(String prefix, String value) {
    int n = value.codePointCount(0, value.length());
    return prefix + "…(" + n + (n == 1 ? " character)" : " characters)");
  }

  /** The text with every known format in it replaced by its masked form; for names and messages. */
  public String redact(String text) {
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    String flat = new String(raw, StandardCharsets.ISO_8859_1);
    List<LayerSearch.Found> found =
        new ArrayList<>(new LayerSearch(this, raw, flat, Style.TOKENS_ONLY).run());
    found.sort(java.util.Comparator.comparingInt(LayerSearch.Found::start).reversed());
    StringBuilder out = new StringBuilder(flat);
    for (LayerSearch.Found f : found) {
      int at = flat.indexOf(f.value(), f.start());
      int end = at < 0 ? f.end() : at + f.value().length();
      String masked =
          new String(f.masked().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
      out.replace(at < 0 ? f.start() : at, Math.min(end, out.length()), masked);
    }
    return new String(out.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** Keyed hash, 24 hex digits. */
  public String fingerprint(String value) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      byte[] full = mac.doFinal(value.strip().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(full, 0, 12);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is part of every JDK", e);
    }
  }

  static String printable(String name) {
    String clean = name.replaceAll("[^A-Za-z0-9_.\\-]", "?");
    return clean.length() > 60 ? clean.substring(0, 60) + "…" : clean;
  }
}
