package dev.tidegate;

import dev.tidegate.client.git.open.QuietSystemReader;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.ingress.hook.Hook;
import dev.tidegate.ingress.hook.HookRequest;
import dev.tidegate.sim.Developer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.util.FileUtils;

/**
 * The training runs of the launcher's caches: each does once, on loopback and in a throw-away
 * folder, what its kind of start will do. A cache of one kind only is smaller, and the JVM loads
 * all of it at every start.
 */
final class WarmUp {
  private static final String SECRET = "warm-up";
  private static final String BODY =
      "{\"zen\":\"x\",\"hook\":{\"events\":[\"push\"]},\"repository\":{\"full_name\":\"a/b\"}}";

  private final Clock clock = Clock.systemUTC();
  private final PrintWriter nowhere = new PrintWriter(Writer.nullWriter());

  private WarmUp() {}

  /**
   * True where it went well.
   *
   * @param kind {@code serve}, {@code judge}; anything else is for all other commands
   */
  static boolean run(String kind) throws IOException {
    Path folder = Files.createTempDirectory("tidegate-warm-up");
    try {
      WarmUp warmUp = new WarmUp();
      return switch (kind) {
        case "serve" -> warmUp.serve(folder);
        case "judge" -> warmUp.judge(folder);
        default -> warmUp.commands();
      };
    } finally {
      FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE);
    }
  }

  private boolean commands() {
    Cli.run(new Program(Map.of(), nowhere), nowhere, nowhere, "version");
    return new Demo(nowhere, clock).rehearse();
  }

  private boolean serve(Path folder) throws IOException {
    Path file = folder.resolve("tidegate.yaml");
    Files.writeString(
        file,
        """
        server: { listen: "127.0.0.1:0", adminListen: "127.0.0.1:0" }
        state: { directory: "%s" }
        github:
          apiUrl: http://127.0.0.1:9
          webUrl: http://127.0.0.1:9
          token: { env: GITHUB_TOKEN }
          webhookSecrets: [ { env: WEBHOOK_SECRET } ]
        repositories: [ { name: warm/up, branch: main } ]
        """
            .formatted(folder.resolve("state")));
    Serving serving =
        new Serving(Map.of("GITHUB_TOKEN", "none", "WEBHOOK_SECRET", SECRET), nowhere, clock);
    return serving.during(file, gate -> accepted(gate.port()));
  }

  /** Sends one signed delivery, as GitHub does when a webhook is made. */
  private static boolean accepted(int port) {
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      String head =
          """
          POST /webhooks/github HTTP/1.1
          Host: 127.0.0.1
          Connection: close
          Content-Type: application/json
          Content-Length: %d
          X-GitHub-Event: ping
          X-GitHub-Hook-ID: 1
          X-GitHub-Delivery: %s
          X-Hub-Signature-256: sha256=%s

          """
              .formatted(
                  body.length, UUID.randomUUID(), HexFormat.of().formatHex(mac.doFinal(body)))
              .replace("\n", "\r\n");
      socket.getOutputStream().write((head + BODY).getBytes(StandardCharsets.UTF_8));
      String answer =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answer.startsWith("HTTP/1.1 202");
    } catch (IOException | GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Judges two pushes by their quarantine, as git shows them to a hook: one that passes, with what
   * a GitOps repository holds over three commits, and one that is rejected; then all of it as the
   * command line does.
   */
  private boolean judge(Path folder) throws IOException {
    QuietSystemReader.withoutShutdownHook();
    Path bare = folder.resolve("bare.git");
    Path work = Files.createDirectory(folder.resolve("work"));
    try (Git _ =
            Git.init().setBare(true).setDirectory(bare.toFile()).setInitialBranch("main").call();
        Developer developer = new Developer("mia", work, bare.toUri(), "main", "")) {
      developer.write(".tidegate.yaml", DemoFiles.sample(".tidegate.yaml"));
      String main = developer.commit("Add the policy");
      developer.push("main").branch("change");
      for (String part : List.of("infrastructure/", "kubernetes/applications/", "")) {
        DemoFiles.samples().stream()
            .filter(path -> path.startsWith(part))
            .forEach(path -> developer.write(path, DemoFiles.sample(path)));
        developer.write(
            part + "lint.sh", "#!/bin/sh\nset -eu\nkubectl get pods | grep -v Running\n");
        developer.commit("Add a part of the platform");
      }
      String good = developer.commit("Add nothing more");
      developer.write("apply.sh", "#!/bin/sh\nkubectl apply -f kubernetes/applications\n");
      developer.write(
          "alerts.yaml", DemoFiles.text("telegram.yaml").replace("${token}", DemoStory.token()));
      String bad = developer.commit("Apply by hand");
      return pushed(bare, work, main, good) == 0
          && pushed(bare, work, main, bad) == 1
          && check(work) == 1
          && check(work, "--range", main + ".." + good, "--format", "sarif") == 0
          && check(work, "--history", "--format", "json") == 1;
    } catch (GitAPIException e) {
      throw new IOException(e);
    }
  }

  private int check(Path work, String... options) {
    List<String> arguments = new ArrayList<>(List.of("check", work.toString()));
    arguments.addAll(List.of(options));
    return Cli.run(
        new Program(Map.of(), nowhere), nowhere, nowhere, arguments.toArray(String[]::new));
  }

  private static int pushed(Path bare, Path work, String before, String after) {
    String quarantine = work.resolve(".git/objects").toString();
    Map<String, String> environment =
        Map.of(
            "GIT_DIR",
            bare.toString(),
            "GIT_QUARANTINE_PATH",
            quarantine,
            "GIT_OBJECT_DIRECTORY",
            quarantine,
            "GIT_ALTERNATE_OBJECT_DIRECTORIES",
            bare.resolve("objects").toString(),
            "TIDEGATE_STATE",
            bare.resolveSibling("hooks").toString());
    String line = before + " " + after + " refs/heads/main\n";
    // Not through the process around it, which would halt whoever trains when its budget ends.
    HookRequest request =
        new HookRequest(HookRequest.Kind.PRE_RECEIVE, List.of(), bare, environment, line);
    Hook hook = HookProgram.hook();
    // The answer of the one that came too late has a quarter of a second.
    return hook.late(request, 1).code() == 1 ? hook.answer(request).code() : -1;
  }
}
