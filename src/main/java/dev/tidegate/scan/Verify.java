package dev.tidegate.scan;

import dev.tidegate.scan.Hit.Confidence;
import dev.tidegate.scan.Vendors.Detector;
import dev.tidegate.scan.harmless.Drawn;
import dev.tidegate.scan.harmless.Harmless;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a pattern's match means: the last look before it becomes a hit. */
record Verify(String title, Confidence confidence, String value, String masked, int end) {
  private static final Pattern BASE64_RUN = Pattern.compile("[A-Za-z0-9+/=]{16,}");

  static Optional<Verify> check(Detector d, Matcher m, String text) {
    return switch (d.id()) {
      case "private-key" -> privateKey(m, text);
      case "url-password" -> urlPassword(d, m);
      case "docker-auth" -> dockerAuth(d, m);
      case "command-password" -> command(d, m);
      case "age-key" -> Optional.of(age(d, m));
      default -> token(d, m);
    };
  }

  private static Optional<Verify> token(Detector d, Matcher m) {
    boolean named = d.pattern().namedGroups().containsKey("s");
    String value = named ? m.group("s") : m.group();
    String shown = d.prefix() > 0 ? m.group().substring(0, d.prefix()) : "";
    String rest = named ? value : value.substring(Math.min(d.prefix(), value.length()));
    boolean near = named && d.lookBack() == 0 && d.prefix() == 0;
    boolean sequence = Drawn.sequence(rest);
    if (Harmless.token(rest)
        || (Drawn.typed(rest) && !near)
        || (sequence && !near)
        || Harmless.example(m.group())
        || Harmless.published(m.group())
        || (d.id().equals("authorization") && Drawn.wordy(value) && Harmless.named(value))
        || Drawn.entropy(rest) < (rest.length() < 32 ? 2.3 : 2.5)) {
      return Optional.empty();
    }
    Confidence confidence = sequence ? Confidence.WEAK : d.confidence();
    return Optional.of(
        new Verify(d.title(), confidence, value, Scanner.masked(shown, value), m.end()));
  }

  /** What stands behind a program's flag for a password. */
  private static Optional<Verify> command(Detector d, Matcher m) {
    String value = m.group("s");
    boolean none =
        (Harmless.value(value) && !Harmless.vendorDefault(value))
            || List.of("pass", "password", "test", "pwd").contains(value);
    return none
        ? Optional.empty()
        : Optional.of(
            new Verify(
                d.title(),
                Harmless.vendorDefault(value) ? Confidence.WEAK : Confidence.LIKELY,
                value,
                Scanner.masked("", value),
                m.end()));
  }

  /** Its alphabet and length leave no room for a placeholder; one of few characters is a test's. */
  private static Verify age(Detector d, Matcher m) {
    boolean few = m.group().chars().distinct().count() < 15;
    String shown = m.group().substring(0, d.prefix());
    return new Verify(
        d.title(),
        few ? Confidence.WEAK : Confidence.CERTAIN,
        m.group(),
        Scanner.masked(shown, m.group()),
        m.end());
  }

  private static Optional<Verify> urlPassword(Detector d, Matcher m) {
    String value = m.group("s");
    String user = m.group("u");
    String host = m.group("h");
    if (Harmless.value(value) || value.matches("[A-Z][A-Z_]+")) {
      return Optional.empty();
    }
    boolean weak =
        Harmless.vendorDefault(value)
            || value.equals(user)
            || host.matches(
                "(?:localhost|127\\.|0\\.0\\.0\\.0|\\[::1|(?:[a-z0-9-]+\\.)*example\\.).*");
    return Optional.of(
        new Verify(
            d.title(),
            weak ? Confidence.WEAK : Confidence.LIKELY,
            value,
            Scanner.masked("", value),
            m.end()));
  }

  private static Optional<Verify> dockerAuth(Detector d, Matcher m) {
    String value = m.group("s");
    try {
      String pair = new String(Base64.getDecoder().decode(value), StandardCharsets.ISO_8859_1);
      int colon = pair.indexOf(':');
      return colon < 1 || Harmless.value(pair.substring(colon + 1))
          ? Optional.empty()
          : token(d, m);
    } catch (IllegalArgumentException e) {
      return token(d, m);
    }
  }

  /** A header alone is prose; a key has a body. */
  private static Optional<Verify> privateKey(Matcher m, String text) {
    int limit = Math.min(text.length(), m.end() + 12_000);
    int end = text.indexOf("-----", m.end());
    end = end < 0 || end > limit ? limit : end;
    String body =
        text.substring(m.end(), end).replaceAll("\\\\[nrt]|[\"'+,>|]|[A-Za-z-]{2,20}: .*", " ");
    Matcher runs = BASE64_RUN.matcher(body);
    StringBuilder key = new StringBuilder();
    while (runs.find()) {
      key.append(runs.group());
    }
    if (key.length() < 40 || Drawn.entropy(key.toString()) < 3.5) {
      return Optional.empty();
    }
    String label = m.group("label");
    return Optional.of(
        new Verify(
            label.toLowerCase(java.util.Locale.ROOT).replace("rsa", "RSA").replace("pgp", "PGP"),
            Confidence.CERTAIN,
            key.toString(),
            label + Scanner.masked(" ", key.toString()),
            end));
  }
}
