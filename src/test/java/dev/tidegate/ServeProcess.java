package dev.tidegate;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@code tidegate serve} as a process of its own. */
final class ServeProcess implements AutoCloseable {
  private static final Pattern PORTS = Pattern.compile(":(\\d+) \\(deliveries\\) and port (\\d+)");
  private final Process process;
  private final Path out;
  private final Path err;

  private ServeProcess(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  static ServeProcess start(Path config, Map<String, String> environment) throws IOException {
    Path folder = config.toAbsolutePath().getParent();
    Path out = Files.createTempFile(folder, "serve", ".out");
    Path err = Files.createTempFile(folder, "serve", ".err");
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            withoutTheTestsLogging(),
            Main.class.getName(),
            "serve",
            "--config",
            config.toString());
    builder.environment().putAll(environment);
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    return new ServeProcess(builder.start(), out, err);
  }

  /** The tests log otherwise than the program does. */
  private static String withoutTheTestsLogging() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> Files.notExists(Path.of(entry, "logback-test.xml")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A file that names nothing outside this machine. */
  static String config(int port, int adminPort, Path state) {
    return """
    server: { listen: "127.0.0.1:%d", adminListen: "127.0.0.1:%d" }
    state: { directory: %s }
    github:
      apiUrl: http://127.0.0.1:9
      webUrl: http://127.0.0.1:9
      token: { env: GITHUB_TOKEN }
      webhookSecrets: [ { env: WEBHOOK_SECRET } ]
    repositories: [ { name: acme/gitops, branch: main } ]
    """
        .formatted(port, adminPort, state);
  }

  String out() {
    return read(out);
  }

  String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its port of deliveries, once it listens. */
  int port() {
    return listening(1);
  }

  int adminPort() {
    return listening(2);
  }

  private int listening(int which) {
    Stage.await(
        "it listens; it says " + err(), () -> PORTS.matcher(out()).find() || !process.isAlive());
    Matcher ports = PORTS.matcher(out());
    if (!ports.find()) {
      throw new AssertionError("ended with " + process.exitValue() + ": " + err());
    }
    return Integer.parseInt(ports.group(which));
  }

  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder(List.of("kill", "-" + name, Long.toString(process.pid()))).start().waitFor();
  }

  /** Its exit code; fails where it does not end within half a minute. */
  int ended() throws InterruptedException {
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new AssertionError("it still runs: " + out() + err());
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
