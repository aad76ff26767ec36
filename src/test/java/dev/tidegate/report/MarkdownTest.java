package dev.tidegate.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Text that wants to be more than text. */
final class MarkdownTest {
  @Test
  @DisplayName("case 160: a fence is longer than any run of backticks inside")
  void nothingBreaksOutOfAFence() {
    String block = Markdown.block("text", "a\n`````\n# out\n```");
    assertThat(block).startsWith("``````text\n").endsWith("\n``````\n");
  }

  @Test
  void nobodyIsMentionedAndNothingLinked() {
    String text = Markdown.text("@acme/owners see #12, GH-7, https://evil.test and www.evil.test");
    assertThat(text)
        .doesNotContain("@acme")
        .doesNotContain("#12")
        .doesNotContain("GH-7")
        .doesNotContain("https://")
        .doesNotContain("www."); // followed by an entity it would still be a link
    assertThat(Markdown.text("a :smile: b:c")).isEqualTo("a :&#8203;smile: b:c");
  }

  @Test
  void htmlAndMarkupShowAsTheyStand() {
    assertThat(Markdown.text("<img src=x> [a](b) **c** & `d`"))
        .isEqualTo("&lt;img src=x\\> \\[a\\](b) \\*\\*c\\*\\* &amp; \\`d\\`");
    assertThat(Markdown.text("- item")).isEqualTo("\\- item");
    assertThat(Markdown.text("1. item")).isEqualTo("1\\. item");
  }

  @Test
  @DisplayName("cases 73 and 158: control, ANSI and bidirectional characters are made visible")
  void hiddenCharactersAreMadeVisible() {
    assertThat(Markdown.printable("a\u001b[31mb\u202ec\u200bd\u0000e"))
        .isEqualTo("a\u241b[31mb<U+202E>c<U+200B>d\u2400e");
    assertThat(Markdown.code("x\ny")).isEqualTo("`x y`");
  }

  @Test
  void codeHoldsBackticksAndCellsHoldBars() {
    assertThat(Markdown.code("a``b`")).isEqualTo("``` a``b` ```");
    assertThat(Markdown.cell("a|b")).doesNotContain("|");
  }

  @Test
  void proseKeepsItsCodeAndNothingElse() {
    assertThat(Markdown.prose("`data` of @x")).startsWith("`data` of @&#8203;x");
    assertThat(Markdown.prose("odd ` tick")).contains("\\`");
  }

  @Test
  void isCutBetweenCharacters() {
    assertThat(Markdown.atMost(10, "\u00fc".repeat(9))).isEqualTo("\u00fc\u00fc\u00fc\u2026");
    assertThat(Markdown.atMost(10, "short")).isEqualTo("short");
  }
}
