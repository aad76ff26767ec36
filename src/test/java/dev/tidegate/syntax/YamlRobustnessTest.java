package dev.tidegate.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Seeded mutations: the reader answers, whatever stands in the file. */
final class YamlRobustnessTest {
  private static final String SEED =
      """
      %YAML 1.1
      %TAG ! tag:yaml.org,2002:
      ---
      apiVersion: &v v1
      kind: "Sec\\u0072et\\x41"
      <<: {a: [1, 2, {b: *v}], 'q': ''}
      block: |-2
          text
        more
      folded: >+
        a

        b
      ? complex
      : - - x
        - !!binary aGk=
      ...
      --- {"json": [true, null, 1e3]} # end
      """;
  private static final String SPICE =
      "\t\n\r -?:,[]{}#&*!|>'\"%@`\\0~<.=\u0000\u0085\uFEFFü\uD800\uDC00/";

  @Test
  void neverThrowsAndStaysFast() {
    Random random = new Random(20261125);
    assertTimeout(
        Duration.ofSeconds(60),
        () -> {
          for (int round = 0; round < 20_000; round++) {
            String text = mutated(random);
            Yaml.Stream strict = Yaml.read(text);
            Yaml.Stream loose = Yaml.readLoosely(text);
            assertThat(strict.documents().size()).isLessThanOrEqualTo(100);
            strict.problem().ifPresent(p -> assertThat(p.line()).isPositive());
            assertThat(loose).isNotNull();
            Yaml.read(text.getBytes(StandardCharsets.UTF_16LE));
          }
        });
  }

  private static String mutated(Random random) {
    StringBuilder text = new StringBuilder(SEED);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.setCharAt(at, SPICE.charAt(random.nextInt(SPICE.length())));
        case 2 -> text.insert(at, SPICE.charAt(random.nextInt(SPICE.length())));
        default -> text.insert(at, SEED, 0, random.nextInt(SEED.length()));
      }
    }
    return text.toString();
  }
}
