package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DemoFilesTest {
  /** Archivers leave {@code .gitignore} out of a jar, so the demo does without it. */
  @Test
  void theDemoPlaysInTheWholeSampleRepository() throws IOException {
    Path sample = Path.of("examples/gitops");
    try (Stream<Path> files = Files.walk(sample)) {
      assertThat(DemoFiles.text("files.txt").lines())
          .containsExactlyInAnyOrderElementsOf(
              files
                  .filter(Files::isRegularFile)
                  .map(f -> sample.relativize(f).toString())
                  .filter(f -> !f.equals(".gitignore"))
                  .toList());
    }
  }
}
