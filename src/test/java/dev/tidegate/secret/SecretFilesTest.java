package dev.tidegate.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.trouble.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SecretFilesTest {
  private final SecretFiles source = new SecretFiles(Map.of("A", " word \n", "EMPTY", ""));

  @Test
  void readsAnEnvironmentVariableWithoutTheSpaceAroundIt() {
    assertThat(source.resolve(new SecretRef.Env("A")).reveal()).isEqualTo("word");
  }

  @Test
  void readsAFileAnewEachTime(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("s"), "one\n");
    assertThat(source.resolve(new SecretRef.File(file)).reveal()).isEqualTo("one");
    Files.writeString(file, "two");
    assertThat(source.resolve(new SecretRef.File(file)).reveal()).isEqualTo("two");
  }

  @Test
  void refusesWhatIsMissingEmptyLargeOrNotText(@TempDir Path folder) throws IOException {
    refuses(new SecretRef.Env("EMPTY"), "EMPTY is empty");
    refuses(new SecretRef.Env("B"), "B is not set");
    refuses(new SecretRef.File(folder.resolve("none")), "does not exist");
    refuses(new SecretRef.File(folder), "cannot be read");
    refuses(new SecretRef.File(Files.writeString(folder.resolve("e"), " \n")), "is empty");
    refuses(new SecretRef.File(Files.write(folder.resolve("l"), new byte[70_000])), "larger");
    Path bytes = Files.write(folder.resolve("b"), new byte[] {(byte) 0xc3, 0x28});
    refuses(new SecretRef.File(bytes), "is not text");
  }

  private void refuses(SecretRef ref, String why) {
    assertThatThrownBy(() -> source.resolve(ref))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(why);
  }
}
