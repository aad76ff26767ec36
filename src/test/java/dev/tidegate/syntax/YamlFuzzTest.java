package dev.tidegate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;

/** Any bytes are answered: with nodes that have places, or with a problem that has one. */
final class YamlFuzzTest {
  @FuzzTest(maxDuration = "10m")
  @Timeout(20)
  void yaml(byte[] input) {
    told(Yaml.read(input));
    told(Yaml.readLoosely(new String(input, StandardCharsets.UTF_8)));
  }

  private static void told(Yaml.Stream stream) {
    stream.problem().ifPresent(p -> assertThat(p.line()).isPositive());
    int[] budget = {Yaml.MAX_NODES};
    stream.documents().forEach(d -> walk(d, 0, budget));
  }

  private static void walk(YamlNode node, int depth, int[] budget) {
    assertThat(node.line()).isPositive();
    assertThat(depth).isLessThanOrEqualTo(2 * Yaml.MAX_DEPTH);
    assertThat(budget[0]--).isPositive();
    switch (node) {
      case YamlNode.Mapping m -> m.entries().forEach(e -> walk(e.value(), depth + 1, budget));
      case YamlNode.Sequence s -> s.items().forEach(i -> walk(i, depth + 1, budget));
      case YamlNode.Scalar s -> assertThat(Yaml.inside(s)).isNotNull();
    }
  }
}
