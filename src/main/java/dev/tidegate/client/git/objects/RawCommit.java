package dev.tidegate.client.git.objects;

import dev.tidegate.change.Commit.Person;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A commit or tag object taken apart without trusting it: what is missing or does not parse is
 * empty, never an error.
 *
 * @param author of a commit; of a tag its tagger
 * @param text the message, decoded
 * @param decoded false where bytes of the message are not what the object claims
 * @param zone of the author, as written: {@code +0200}
 */
public record RawCommit(
    Person author,
    Person committer,
    Optional<String> signature,
    String text,
    boolean decoded,
    String zone) {
  private static final Person NOBODY = new Person("", "", Instant.EPOCH);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  public static RawCommit parse(byte[] raw) {
    int at = 0;
    List<String[]> headers = new ArrayList<>();
    while (at < raw.length && raw[at] != '\n') {
      int end = at;
      while (end < raw.length && raw[end] != '\n') {
        end++;
      }
      String line = new String(raw, at, end - at, StandardCharsets.UTF_8);
      if (line.startsWith(" ") && !headers.isEmpty()) {
        headers.getLast()[1] += "\n" + line.substring(1);
      } else {
        int space = line.indexOf(' ');
        headers.add(
            space < 0
                ? new String[] {line, ""}
                : new String[] {line.substring(0, space), line.substring(space + 1)});
      }
      at = Math.min(end + 1, raw.length);
    }
    int from = Math.min(at + 1, raw.length);
    Optional<String> text = decode(raw, from, StandardCharsets.UTF_8);
    boolean claimed = text.isPresent();
    if (text.isEmpty()) {
      text = charset(header(headers, "encoding")).flatMap(c -> decode(raw, from, c));
      claimed = text.isPresent();
    }
    String author = header(headers, "author").or(() -> header(headers, "tagger")).orElse("");
    return new RawCommit(
        person(author),
        person(header(headers, "committer").orElse(author)),
        header(headers, "gpgsig").or(() -> header(headers, "gpgsig-sha256")),
        text.orElseGet(() -> new String(raw, from, raw.length - from, StandardCharsets.UTF_8)),
        claimed,
        author.substring(author.lastIndexOf(' ') + 1));
  }

  private static Optional<String> header(List<String[]> headers, String name) {
    return headers.stream().filter(h -> h[0].equals(name)).map(h -> h[1]).findFirst();
  }

  private static Optional<Charset> charset(Optional<String> name) {
    try {
      return name.map(n -> Charset.forName(n.strip()));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> decode(byte[] raw, int from, Charset charset) {
    try {
      return Optional.of(
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(raw, from, raw.length - from))
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** {@code Name <email> seconds zone}, as far as it is that. */
  private static Person person(String line) {
    int open = line.indexOf('<');
    int close = line.lastIndexOf('>');
    if (open < 0 || close < open) {
      return line.isEmpty() ? NOBODY : new Person(line.strip(), "", Instant.EPOCH);
    }
    return new Person(
        line.substring(0, open).strip(),
        line.substring(open + 1, close),
        instant(line.substring(close + 1).strip()));
  }

  private static Instant instant(String seconds) {
    int space = seconds.indexOf(' ');
    try {
      long s = Long.parseLong(space < 0 ? seconds : seconds.substring(0, space));
      return s > LAST.getEpochSecond() ? LAST : s < 0 ? Instant.EPOCH : Instant.ofEpochSecond(s);
    } catch (NumberFormatException e) {
      return Instant.EPOCH;
    }
  }
}
