package dev.tidegate.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.Yaml;
import dev.tidegate.testing.MemoryTree;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class YamlFilesTest {
  private static final long LIMIT = 1L << 20;

  @Test
  void theSameContentIsParsedOnceWhereverItStands() {
    Yaml.Stream first = read("a.yaml", "kind: First");
    assertThat(read("b.yaml", "kind: First")).isSameAs(first);
    assertThat(read("a.yaml", "kind: Second").documents().getFirst().text("kind"))
        .hasValue("Second");
  }

  @Test
  void whatIsNotInUseAnyMoreIsLetGo() {
    Yaml.Stream first = read("a.yaml", "kind: Kept");
    String filler = "# " + "x".repeat(60_000);
    IntStream.range(0, 80).forEach(i -> read("a.yaml", filler + i));
    assertThat(read("a.yaml", "kind: Kept")).isNotSameAs(first).isEqualTo(first);
  }

  @Test
  void aLargeContentIsReadAndTheLimitHolds() {
    String large = "kind: Large\n# " + "x".repeat(70_000);
    assertThat(read("a.yaml", large).documents()).hasSize(1);
    Tree tree = MemoryTree.nothing().with("a.yaml", "kind: Limited");
    FileEntry file = tree.at("a.yaml").orElseThrow();
    assertThatThrownBy(() -> YamlFiles.read(tree, file, 5))
        .isInstanceOf(IllegalArgumentException.class);
    YamlFiles.read(tree, file, LIMIT);
    assertThatThrownBy(() -> YamlFiles.read(tree, file, 5))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Yaml.Stream read(String path, String content) {
    Tree tree = MemoryTree.nothing().with(path, content);
    return YamlFiles.read(tree, tree.at(path).orElseThrow(), LIMIT);
  }
}
