package dev.tidegate.client.git.objects;

import dev.tidegate.change.Commit;
import dev.tidegate.change.Commit.Person;
import dev.tidegate.change.CommitId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A commit or tag object taken apart without trusting it: what is missing or does not parse is
 * empty, never an error.
 *
 * @param author of a commit; of a tag its tagger
 * @param text the message, decoded
 * @param decoded false where bytes of the message are not what the object claims
 * @param zone of the author, as written: {@code +0200}
 * @param more the lines of the header that say more than that, continued ones too
 */
public record RawCommit(
    Person author,
    Person committer,
    Optional<String> signature,
    String text,
    boolean decoded,
    String zone,
    String more) {
  private static final Set<String> LINKS = Set.of("tree", "parent", "object", "type");
  private static final Set<String> PEOPLE = Set.of("author", "committer", "tagger");

  /** What stands behind a person's address; and a line of a signature that is no base64. */
  private static final Pattern MOMENT = Pattern.compile(" \\d+ [+-]\\d{4}");

  private static final Pattern SAYS_MORE = Pattern.compile("(?!-----).*[: ].*");

  private static final Person NOBODY = new Person("", "", Instant.EPOCH);
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  public static RawCommit parse(byte[] raw) {
    int at = 0;
    List<Header> headers = new ArrayList<>();
    while (at < raw.length && raw[at] != '\n') {
      int end = at;
      while (end < raw.length && raw[end] != '\n') {
        end++;
      }
      String line = new String(raw, at, end - at, StandardCharsets.UTF_8);
      if (line.startsWith(" ") && !headers.isEmpty()) {
        headers.getLast().value().append('\n').append(line, 1, line.length());
      } else {
        int space = line.indexOf(' ');
        String name = space < 0 ? line : line.substring(0, space);
        headers.add(
            new Header(
                name, new StringBuilder(line.substring(space < 0 ? line.length() : space + 1))));
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
        author.substring(author.lastIndexOf(' ') + 1),
        more(headers));
  }

  /** The same as a part of a change. */
  public Commit commit(CommitId id, List<CommitId> parents, Optional<Commit.Seal> seal) {
    return new Commit(id, parents, author, committer, text, seal, more);
  }

  private record Header(String name, StringBuilder value) {}

  private static Optional<String> header(List<Header> headers, String name) {
    return headers.stream()
        .filter(h -> h.name().equals(name))
        .map(h -> h.value().toString())
        .findFirst();
  }

  private static String more(List<Header> headers) {
    StringBuilder more = new StringBuilder();
    Set<String> seen = new HashSet<>();
    for (Header header : headers) {
      String value = header.value().toString();
      boolean first = seen.add(header.name());
      if (header.name().startsWith("gpgsig")) {
        value
            .lines()
            .filter(SAYS_MORE.asMatchPredicate())
            .forEach(l -> more.append(l).append('\n'));
      } else if (first && PEOPLE.contains(header.name())) {
        String behind = value.substring(value.lastIndexOf('>') + 1);
        more.append(MOMENT.matcher(behind).matches() ? "" : behind + "\n");
      } else if (!LINKS.contains(header.name())
          || !value.matches("[0-9a-f]{40}|[0-9a-f]{64}|[a-z]+")) {
        more.append(header.name()).append(' ').append(value).append('\n');
      }
    }
    return more.toString();
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
