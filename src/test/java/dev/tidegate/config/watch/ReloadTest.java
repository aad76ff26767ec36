package dev.tidegate.config.watch;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.tidegate.config.ConfigReader;
import dev.tidegate.config.ServerConfig;
import dev.tidegate.trouble.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

final class ReloadTest {
  private static final Logger LOG = (Logger) LoggerFactory.getLogger(Reload.class);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final BlockingQueue<ServerConfig> applied = new LinkedBlockingQueue<>();
  private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();
  private final ConfigReader reader = ConfigReader.knowing(Set.of());
  private Path file;
  private String example;

  @BeforeEach
  void writeTheFile(@TempDir Path folder) throws IOException {
    example = Files.readString(Path.of("src/test/resources/config/example.yaml"));
    file = Files.writeString(folder.resolve("tidegate.yaml"), example);
    logged.start();
    LOG.addAppender(logged);
  }

  @AfterEach
  void stopListening() {
    LOG.detachAppender(logged);
  }

  private Reload reload() throws IOException {
    return Reload.watching(file, reader, reader.server(file), applied::add, told::add);
  }

  @Test
  void aChangedFileIsTakenIntoUse() throws Exception {
    try (Reload reload = reload()) {
      Files.writeString(file, example.replace("branch: main", "branch: trunk"));
      ServerConfig next = applied.poll(20, TimeUnit.SECONDS);
      assertThat(next).isNotNull();
      assertThat(next.repositories().getFirst().branch()).isEqualTo("trunk");
      assertThat(reload.now()).isTrue();
      assertThat(reload.current().repositories().getFirst().branch()).isEqualTo("trunk");
    }
  }

  @Test
  void aFileThatIsReplacedIsSeenToo() throws Exception {
    try (Reload reload = reload()) {
      Path next = file.resolveSibling("next");
      Files.writeString(next, example.replace("binary: terraform", "binary: tofu"));
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      ServerConfig read = applied.poll(20, TimeUnit.SECONDS);
      assertThat(read).isNotNull();
      assertThat(read.terraform().binary()).isEqualTo("tofu");
      assertThat(reload.current()).isNotNull();
    }
  }

  @Test
  void aBadFileLeavesTheOldOneInForceLoudly() throws IOException {
    try (Reload reload = reload()) {
      ServerConfig before = reload.current();
      Files.writeString(file, example.replace("state:", "stat:"));
      assertThat(reload.now()).isFalse();
      assertThat(reload.current()).isSameAs(before);
      assertThat(applied).isEmpty();
      assertThat(told).containsExactly(false);
      assertThat(logged.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()))
          .anyMatch(m ->
              m.startsWith("ERROR")
                  && m.contains("the old configuration stays in force")
                  && m.contains("Did you mean 'state'?"));
    }
  }

  @Test
  void whatCannotBeAppliedLeavesTheOldOneInForce() throws IOException {
    ConfigException.Problem problem =
        new ConfigException.Problem("t", 1, 1, "", "cannot be applied", "");
    ServerConfig before = reader.server(file);
    try (Reload reload =
        Reload.watching(
            file,
            reader,
            before,
            next -> {
              throw new ConfigException(List.of(problem));
            },
            told::add)) {
      assertThat(reload.now()).isFalse();
      assertThat(reload.current()).isSameAs(before);
    }
  }

  @Test
  void sighupReadsTheFileAnewEvenWhereItIsTheSame() throws IOException {
    try (Reload reload = reload()) {
      assertThat(reload.now()).isTrue();
      assertThat(applied).hasSize(1);
    }
  }

  @Test
  void whatNeedsAStartIsNamedAndEverythingElseIsApplied() throws IOException {
    try (Reload reload = reload()) {
      ServerConfig before = reload.current();
      Files.writeString(
          file,
          example
              .replace("listen: 127.0.0.1:8080", "listen: 127.0.0.1:8081")
              .replace("directory: ./state", "directory: ./other")
              .replace("branch: main", "branch: trunk"));
      assertThat(reload.now()).isTrue();
      assertThat(told).containsExactly(true);
      ServerConfig now = reload.current();
      assertThat(now.repositories().getFirst().branch()).isEqualTo("trunk");
      assertThat(now.server().listen()).isEqualTo(before.server().listen());
      assertThat(now.state()).isEqualTo(before.state());
      assertThat(logged.list.stream().map(e -> e.getLevel() + " " + e.getFormattedMessage()))
          .anyMatch(
              m -> m.startsWith("WARN") && m.contains("server.listen, state NOT in force before"));
    }
  }
}
