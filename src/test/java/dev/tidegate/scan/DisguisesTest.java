package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ways to write a value so that it does not stand there as it is. */
final class DisguisesTest {
  private static final String TOKEN = Planted.value("github-pat");
  private static final String HEAD = TOKEN.substring(0, 20);
  private static final String TAIL = TOKEN.substring(20);
  private static final String PASSWORD = Planted.value("random20");

  private static List<Hit> hits(byte[] content) {
    return Scanner.unkeyed().bytes(content, Scanner.Style.SETTINGS).hits();
  }

  private static DynamicTest found(String name, String text) {
    return DynamicTest.dynamicTest(
        name,
        () ->
            assertThat(hits(text.getBytes(StandardCharsets.UTF_8)))
                .anyMatch(h -> h.confidence() != Hit.Confidence.WEAK));
  }

  private static String each(Function<Character, String> escape) {
    StringBuilder out = new StringBuilder();
    TOKEN.chars().forEach(c -> out.append(escape.apply((char) c)));
    return out.toString();
  }

  @TestFactory
  Stream<DynamicTest> valuesInPieces() {
    return Stream.of(
        found("two variables of a shell", "A=\"%s\"\nB=\"%s\"\nuse $A$B\n".formatted(HEAD, TAIL)),
        found("appended in a shell", "T=%s\nT+=%s\n".formatted(HEAD, TAIL)),
        found("a variable in a string", "T=%s\nT=\"${T}%s\"\n".formatted(HEAD, TAIL)),
        found("an f-string", "a = \"%s\"\nT = f\"{a}%s\"\n".formatted(HEAD, TAIL)),
        found("a list that is joined", "T = \"\".join([\"%s\", \"%s\"])\n".formatted(HEAD, TAIL)),
        found("join in HCL", "t = join(\"\", [\"%s\", \"%s\"])\n".formatted(HEAD, TAIL)),
        found("an empty interpolation", "t = \"%s${\"\"}%s\"\n".formatted(HEAD, TAIL)),
        found("a local in HCL", "a = \"%s\"\nt = \"${local.a}%s\"\n".formatted(HEAD, TAIL)),
        found("variables of a container", "value: %s\n- value: $(A)%s\n".formatted(HEAD, TAIL)));
  }

  @TestFactory
  Stream<DynamicTest> valuesEscaped() {
    return Stream.of(
        found("octal", "T=$(printf '" + each(c -> "\\%03o".formatted((int) c)) + "')\n"),
        found("hexadecimal", "T=$'" + each(c -> "\\x%02x".formatted((int) c)) + "'\n"),
        found("character references", "<t>" + each(c -> "&#" + (int) c + ";") + "</t>\n"),
        found("CDATA", "<db><password><![CDATA[" + PASSWORD + "]]></password></db>\n"),
        found("a zero-width space", "t: " + HEAD + "\u200b" + TAIL + "\n"),
        found("prose", "The password is `" + PASSWORD + "`.\n"),
        found("chpasswd", "echo \"root:" + PASSWORD + "\" | chpasswd\n"),
        found("cloud-init", "chpasswd:\n  list: |\n    root:" + PASSWORD + "\n"),
        found("htpasswd", "htpasswd -b users admin " + PASSWORD + "\n"),
        found("pgpass", "db.acme.net:5432:app:app:" + PASSWORD + "\n"),
        found("a token in an example address", "https://me:" + TOKEN + "@git.example.org/a\n"));
  }

  @TestFactory
  Stream<DynamicTest> valuesInTables() {
    return Stream.of(
        found("a comma", "host,user,password\ndb,app," + PASSWORD + "\n"),
        found("quotes", "\"user\",\"api_key\",\"port\"\n\"a,b\",\"" + PASSWORD + "\",\"1\"\n"),
        found("a semicolon", "# hosts\n\nhost;Password\ndb;" + PASSWORD + "\n"),
        found("a tabulator", "host\tapi_key\ndb\t" + PASSWORD + "\n"),
        found("Markdown", "# H\n\n| host | API key |\n|---|---|\n| db | `" + PASSWORD + "` |\n"),
        found("Markdown, open", "text\n\nhost | password\n-- | --\ndb | " + PASSWORD + "\n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host,user,password\ndb,app,the-one-you-were-given\n",
        "| name | password |\n|---|---|\n| minLength | at least twelve |\n",
        "The password, the token and so on\n%s, one, two\n",
        "a: 1\nhost,password\ndb,%s\n",
        "host,password_policy\ndb,%s\n"
      })
  void aTableOfOtherThingsIsQuiet(String table) {
    assertThat(hits(table.formatted(PASSWORD).getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> valuesInBase32AndYamlsBinary() {
    String shortLines =
        Base64.getMimeEncoder(12, "\n  ".getBytes(StandardCharsets.UTF_8))
            .encodeToString(("some settings\nt: " + TOKEN).getBytes(StandardCharsets.UTF_8));
    return Stream.of(
        found("base32", "t: " + base32(TOKEN) + "======\n"),
        found("base32 in small letters", "t: " + base32(TOKEN).toLowerCase(Locale.ROOT) + "\n"),
        found(
            "base32 in lines", base32("long text before: " + TOKEN).replaceAll("(.{40})", "$1\n")),
        found("a block", "t: !!binary |\n  " + shortLines + "\nb: 1\n"),
        found("a folded block", "t: !!binary >-\n  " + shortLines + "\n"),
        found("quotes over lines", "t: !!binary \"" + shortLines + "\"\n"));
  }

  private static String base32(String text) {
    StringBuilder bits = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      bits.append(Integer.toBinaryString(256 + b).substring(1));
    }
    bits.append("0".repeat((5 - bits.length() % 5) % 5));
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < bits.length(); i += 5) {
      int value = Integer.parseInt(bits.substring(i, i + 5), 2);
      out.append("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".charAt(value));
    }
    return out.toString();
  }

  private static byte[] deflated(String text, int level) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream deflate = new DeflaterOutputStream(out, new Deflater(level))) {
      deflate.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  private static byte[] between(String before, byte[] content, String after) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(content);
    out.writeBytes(after.getBytes(StandardCharsets.ISO_8859_1));
    return out.toByteArray();
  }

  @Test
  void streamsOfZlibAreOpenedWhereverTheyStand() throws IOException {
    String text = "some text and then t: " + TOKEN + "\n";
    for (int level : new int[] {1, 3, 6, 9}) {
      byte[] stream = deflated(text, level);
      assertThat(hits(stream)).hasSize(1);
      byte[] pdf =
          between("%PDF-1.4\n<< /Filter /FlateDecode >>\nstream\n", stream, "\nendstream\n");
      assertThat(hits(pdf)).singleElement().matches(h -> h.line() == 4);
      String base64 = "t: " + Base64.getEncoder().encodeToString(stream) + "\n";
      assertThat(hits(base64.getBytes(StandardCharsets.UTF_8))).hasSize(1);
    }
    assertThat(hits(between("head\0\0\1", deflated(text, 6), "tail\0"))).hasSize(1);
    byte[] cut = deflated(text.repeat(20) + PASSWORD, 6);
    assertThat(hits(Arrays.copyOf(cut, cut.length - 6))).isNotEmpty();
  }

  @Test
  void aStreamThatNeverEndsIsSaidToBeUnread() throws IOException {
    byte[] bomb = deflated("a line of text\n".repeat(8_000_000), 9);
    assertThat(Scanner.unkeyed().bytes(bomb, Scanner.Style.SETTINGS).unread())
        .singleElement()
        .matches(u -> u.what().equals("zlib stream"));
  }

  @Test
  void aStreamOfNoTextAndWhatOnlyLooksLikeOneAreQuiet() throws IOException {
    Random random = new Random(3);
    byte[] pixels = new byte[200_000];
    random.nextBytes(pixels);
    byte[] picture = deflated(new String(pixels, StandardCharsets.ISO_8859_1), 6);
    assertThat(Scanner.unkeyed().bytes(picture, Scanner.Style.SETTINGS).unread()).isEmpty();
    byte[] marks = "x\u009c".repeat(10_000).getBytes(StandardCharsets.ISO_8859_1);
    assertThat(Scanner.unkeyed().bytes(marks, Scanner.Style.SETTINGS).unread()).isEmpty();
    assertThat(hits("x^2 + y^2 = z^2\n".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void aHeadWithoutItsTailIsNoToken() {
    String text = "A=\"" + HEAD + "\"\nB=\"" + Planted.value("random64") + "\"\n";
    assertThat(hits(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void widerTextsAndGapsOfBinaryFilesAreRead() {
    String text = "t: " + TOKEN + "\n";
    assertThat(hits(text.getBytes(Charset.forName("UTF-32BE")))).hasSize(1);
    assertThat(
            hits(
                ("head" + "\0".repeat(80) + TOKEN + "\0".repeat(9))
                    .getBytes(StandardCharsets.UTF_8)))
        .hasSize(1);
  }

  @Test
  void aZipIsReadBehindAScriptAndByItsNamesAndComment() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes("#!/bin/sh\nexit\n".getBytes(StandardCharsets.UTF_8));
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("a.txt"));
      zip.write(("t: " + TOKEN).getBytes(StandardCharsets.UTF_8));
    }
    assertThat(hits(out.toByteArray())).hasSize(1);
    ByteArrayOutputStream named = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(named)) {
      zip.putNextEntry(new ZipEntry(TOKEN + ".txt"));
      zip.setComment(Planted.value("github-pat#2"));
    }
    assertThat(hits(named.toByteArray())).hasSize(2).noneMatch(h -> h.toString().contains(TOKEN));
  }
}
