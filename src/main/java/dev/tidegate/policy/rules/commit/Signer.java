package dev.tidegate.policy.rules.commit;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A line of an allowed_signers file. */
record Signer(String who, String key, Instant after, Instant before) {
  private static final Pattern LINE =
      Pattern.compile(
          "(?<who>\\S+)\\s+(?:(?<options>(?:namespaces|valid-after|valid-before)=\\S+)\\s+)?"
              + "(?<type>(?:sk-)?(?:ssh|ecdsa)-[A-Za-z0-9@.-]+)\\s+(?<key>[A-Za-z0-9+/=]+)(?:\\s.*)?");
  private static final Pattern OPTION = Pattern.compile("([a-z-]+)=\"([^\"]*)\"");

  /** Empty for a key that signs other things than git's objects. */
  static Optional<Signer> of(String line) {
    Matcher m = LINE.matcher(line);
    if (!m.matches()) {
      throw new IllegalArgumentException(
          "not a line of an allowed_signers file (cert-authority is not supported): " + line);
    }
    Instant after = Instant.MIN;
    Instant before = Instant.MAX;
    boolean forGit = true;
    Matcher option = OPTION.matcher(m.group("options") == null ? "" : m.group("options"));
    while (option.find()) {
      switch (option.group(1)) {
        case "valid-after" -> after = time(option.group(2));
        case "valid-before" -> before = time(option.group(2));
        case "namespaces" -> forGit = List.of(option.group(2).split(",")).contains("git");
        default ->
            throw new IllegalArgumentException("not an option of a signer: " + option.group());
      }
    }
    return forGit
        ? Optional.of(new Signer(m.group("who"), canonical(m.group("key")), after, before))
        : Optional.empty();
  }

  boolean validAt(Instant when) {
    return !when.isBefore(after) && when.isBefore(before);
  }

  static String canonical(String base64) {
    return encoded(Base64.getDecoder().decode(base64));
  }

  static String encoded(byte[] key) {
    return Base64.getEncoder().encodeToString(key);
  }

  /** {@code YYYYMMDD[HHMM[SS]][Z]}; UTC. */
  private static Instant time(String text) {
    String digits = text.replaceFirst("Z$", "");
    String whole = (digits + "000000").substring(0, Math.min(14, digits.length() + 6));
    try {
      return LocalDateTime.parse(whole, DateTimeFormatter.ofPattern("yyyyMMddHHmmss"))
          .toInstant(ZoneOffset.UTC);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("not a time of the form YYYYMMDD[HHMM[SS]]: " + text, e);
    }
  }
}
