package dev.tidegate.scan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.testing.Planted;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

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
