package dev.tidegate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.store.Dialect;
import dev.tidegate.store.Target;
import dev.tidegate.testing.Folders;
import dev.tidegate.testing.Stores;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.spi.ToolProvider;

/** Starts {@link CrashVictim} with an archive of its loaded classes: forty starts add up. */
final class VictimProcess {
  private static final Path FOLDER = folder();
  private static final String CLASS_PATH = classPath();
  private static final Path ARCHIVE = archive();

  private VictimProcess() {}

  static Process start(String... arguments) throws IOException {
    return run("-XX:SharedArchiveFile=" + ARCHIVE, arguments);
  }

  private static Process run(String option, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-Xlog:cds=off",
                "-Xlog:aot=off",
                option,
                "-cp",
                CLASS_PATH,
                CrashVictim.class.getName()));
    command.addAll(Arrays.asList(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Of one start that ends by itself. */
  private static Path archive() {
    try {
      Target.Sqlite store = (Target.Sqlite) Stores.fresh(Dialect.SQLITE);
      Path file = FOLDER.resolve("victim.jsa");
      Process first =
          run(
              "-XX:ArchiveClassesAtExit=" + file,
              store.directory().toString(),
              FOLDER.resolve("ledger").toString(),
              "0",
              "drain");
      assertThat(first.waitFor()).isZero();
      return file;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The test's own class path with folders made jars: no archive knows classes in folders. */
  private static String classPath() {
    List<String> parts = new ArrayList<>();
    for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
      parts.add(Files.isDirectory(Path.of(part)) ? jar(Path.of(part), parts.size()) : part);
    }
    return String.join(File.pathSeparator, parts);
  }

  private static String jar(Path folder, int number) {
    String jar = FOLDER.resolve("classes-" + number + ".jar").toString();
    ToolProvider tool = ToolProvider.findFirst("jar").orElseThrow();
    String[] arguments = {"--create", "--no-compress", "--file", jar, "-C", folder.toString(), "."};
    assertThat(tool.run(System.out, System.err, arguments)).isZero();
    return jar;
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("tidegate-victim");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> Folders.delete(folder)));
      return folder;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
