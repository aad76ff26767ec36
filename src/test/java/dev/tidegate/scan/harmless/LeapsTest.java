package dev.tidegate.scan.harmless;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What leaps over bytes finds the same as what reads each of them. */
final class LeapsTest {
  private static final Pattern LONG_RUN = Pattern.compile("[A-Za-z0-9+/=]{20,}");

  private final Random random = new Random(11);

  @Test
  void aDrawnRunIsFoundWhereverItStands() {
    for (int i = 0; i < 20_000; i++) {
      String text = drawn("aaabcXY12+/= -", 10 + random.nextInt(90));
      boolean expected =
          LONG_RUN
              .matcher(text)
              .results()
              .map(run -> run.group())
              .anyMatch(run ->
                  run.matches(".*[a-z].*") && run.matches(".*[A-Z].*") && run.matches(".*[0-9].*"));
      assertThat(Drawn.run(bytes(text))).as(text).isEqualTo(expected);
    }
  }

  @Test
  void everyKeywordIsFoundAndAnyAgrees() {
    List<String> words = List.of("ab", "abc", "bca", "c", "aab a", "xyzzy");
    Keywords keywords = new Keywords(words);
    for (int i = 0; i < 20_000; i++) {
      String text = drawn("aAbBcxyz  ", random.nextInt(14));
      List<String> found = new ArrayList<>();
      keywords.search(bytes(text), (word, at) -> found.add(at + words.get(word)));
      List<String> expected = new ArrayList<>();
      for (int at = 0; at < text.length(); at++) {
        for (String word : words) {
          if (text.toLowerCase(Locale.ROOT).startsWith(word, at)) {
            expected.add(at + word);
          }
        }
      }
      assertThat(found).as(text).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(keywords.any(bytes(text))).as(text).isEqualTo(!expected.isEmpty());
    }
  }

  private String drawn(String alphabet, int n) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
