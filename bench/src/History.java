import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes a repository with {@code git fast-import}: {@code History FOLDER HISTORY COMMITS FILES}.
 *
 * <p>Branch {@code main} has HISTORY commits, branch {@code change} adds COMMITS to it, and in all
 * FILES files, each new and each different: Deployments, ConfigMaps, scripts and prose as a GitOps
 * repository has them, 0.3 to 1.5 KB.
 */
public final class History {
  private static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: app-%1$d
        namespace: team-%2$d
        labels: { app.kubernetes.io/name: app-%1$d, team: team-%2$d }
      spec:
        replicas: 2
        selector:
          matchLabels: { app.kubernetes.io/name: app-%1$d }
        template:
          metadata:
            labels: { app.kubernetes.io/name: app-%1$d }
          spec:
            securityContext: { runAsNonRoot: true }
            containers:
              - name: main
                image: registry.example.com/team-%2$d/app-%1$d:1.%2$d.%1$d
                ports: [ { containerPort: 8080, name: http } ]
                env:
                  - name: DATABASE_URL
                    valueFrom:
                      secretKeyRef: { name: app-%1$d-database, key: url }
                  - name: LOG_LEVEL
                    value: info
                readinessProbe:
                  httpGet: { path: /readyz, port: http }
                  periodSeconds: 5
                resources:
                  requests: { cpu: 50m, memory: 64Mi }
                  limits: { memory: 256Mi }
      """;
  private static final String CONFIG =
      """
      apiVersion: v1
      kind: ConfigMap
      metadata:
        name: settings-%1$d
        namespace: team-%2$d
      data:
        application.yaml: |
          server: { port: 8080, shutdown: graceful }
          feature: { number: %1$d, enabled: true }
          upstream: http://app-%1$d.team-%2$d.svc.cluster.local:8080
      """;
  private static final String SCRIPT =
      """
      #!/usr/bin/env bash
      set -euo pipefail
      # Looks at app %1$d of team %2$d.
      kubectl get deployment "app-%1$d" -n "team-%2$d" -o wide
      for i in 1 2 3; do
        curl -fsS "http://app-%1$d.team-%2$d/readyz" && exit 0
        sleep "$i"
      done
      exit 1
      """;
  private static final String PROSE =
      """
      # App %1$d

      Owned by team %2$d. It answers on port 8080 and keeps nothing on disk. To see what it does,
      read its log; to change it, open a pull request against this repository.
      """;

  private History() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int history = Integer.parseInt(args[1]);
    int commits = Integer.parseInt(args[2]);
    int files = Integer.parseInt(args[3]);
    Files.createDirectories(folder);
    git(folder, "init", "-q", "-b", "main");
    git(folder, "config", "gc.auto", "0");
    Process process = start(folder, "fast-import", "--quiet");
    try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
      for (int i = 0; i < history; i++) {
        commit(out, "main", i, "chore: base " + i);
        int n = i % 1000;
        file(out, "base/d" + n % 50 + "/f" + n + ".yaml", "value: " + i + "\n");
      }
      text(out, "reset refs/heads/change\nfrom refs/heads/main\n\n");
      for (int i = 0; i < commits; i++) {
        commit(out, "change", history + i, "feat: app " + i);
        for (long f = (long) i * files / commits; f < (i + 1L) * files / commits; f++) {
          int n = (int) f;
          String place = "kubernetes/applications/team-" + n % 100 + "/app-" + n;
          switch (n % 10) {
            case 0 -> file(out, place + "/look.sh", SCRIPT.formatted(n, n % 100));
            case 1 -> file(out, place + "/README.md", PROSE.formatted(n, n % 100));
            case 2, 3, 4 -> file(out, place + "/config.yaml", CONFIG.formatted(n, n % 100));
            default -> file(out, place + "/deployment.yaml", DEPLOYMENT.formatted(n, n % 100));
          }
        }
      }
    }
    ended(process, "fast-import");
    git(folder, "repack", "-adq");
  }

  private static void commit(OutputStream out, String branch, int second, String message)
      throws IOException {
    text(out, "commit refs/heads/" + branch + "\n");
    text(out, "committer Ada <ada@example.com> " + (1_600_000_000 + second) + " +0000\n");
    data(out, message + "\n");
  }

  private static void file(OutputStream out, String path, String content) throws IOException {
    text(out, "M 100644 inline " + path + "\n");
    data(out, content);
  }

  private static void data(OutputStream out, String content) throws IOException {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    text(out, "data " + bytes.length + "\n");
    out.write(bytes);
    out.write('\n');
  }

  private static void text(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void git(Path folder, String... args) throws Exception {
    Process process = start(folder, args);
    process.getOutputStream().close();
    ended(process, args[0]);
  }

  private static Process start(Path folder, String... args) throws IOException {
    ProcessBuilder builder = new ProcessBuilder("git").directory(folder.toFile()).inheritIO();
    builder.command().addAll(List.of(args));
    return builder.redirectInput(ProcessBuilder.Redirect.PIPE).start();
  }

  private static void ended(Process process, String what) throws InterruptedException {
    if (process.waitFor() != 0) {
      throw new IllegalStateException("git " + what + " ended " + process.exitValue());
    }
  }
}
