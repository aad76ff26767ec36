import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes a repository that was worked on for long: {@code LongHistory FOLDER COMMITS}.
 *
 * <p>One file for every five commits, of ten kinds as a GitOps repository has them, 0.5 to 12 KB; each
 * commit edits three of them by up to thirty lines; every fiftieth merges a side branch; tags, and in every
 * five-hundredth commit a secret of a known format that the next takes away again. The values are drawn
 * here, so none stands in this file.
 */
public final class LongHistory {
  private static final String WORDS =
      "server port cluster deploy replica image volume claim tenant lease quota ledger user address limit"
          + " memory request probe path gateway route listener policy backup restore monitor alert metric"
          + " dashboard retention window queue worker schedule region zone node pool disk snapshot account"
          + " role binding service ingress certificate issuer domain record cache index shard topic stream";
  private static final String[] WORD = WORDS.split(" ");
  private static final String ALNUM =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final Random random = new Random(7);
  private final List<List<String>> files = new ArrayList<>();
  private final List<String> paths = new ArrayList<>();
  private int mark;

  private LongHistory() {}

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    Files.createDirectories(folder);
    git(folder, "init", "-q", "-b", "main");
    git(folder, "config", "gc.auto", "0");
    Process process =
        new ProcessBuilder("git", "fast-import", "--quiet")
            .directory(folder.toFile())
            .redirectOutput(ProcessBuilder.Redirect.INHERIT)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (OutputStream out = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
      new LongHistory().write(out, Integer.parseInt(args[1]));
    }
    if (process.waitFor() != 0) {
      throw new IOException("git fast-import failed");
    }
    git(folder, "repack", "-adq");
  }

  private void write(OutputStream out, int commits) throws IOException {
    int side = 0;
    for (int i = 0; i < commits; i++) {
      boolean branch = i % 50 == 40 && i > 100;
      commit(out, branch ? "side" : "main", i, side);
      side = branch ? mark : i % 50 == 49 ? 0 : side;
      if (i % 5 == 0) {
        add();
        emit(out, paths.size() - 1);
      }
      for (int e = 0; e < 3; e++) {
        int n = random.nextInt(paths.size());
        edit(files.get(n));
        emit(out, n);
      }
      if (i % 500 == 7) {
        List<String> lines = List.of("# notes", "use " + "gh" + "p_" + drawn(36), "");
        body(out, "docs/notes.md", String.join("\n", lines));
      }
      if (i % 500 == 8) {
        text(out, "D docs/notes.md\n");
      }
      if (i % 1000 == 999) {
        text(out, "tag v" + i + "\nfrom :" + mark + "\ntagger Ada <ada@example.com> 1700000000 +0000\n");
        data(out, "release " + i + "\n");
      }
    }
  }

  private void commit(OutputStream out, String branch, int i, int side) throws IOException {
    mark++;
    text(out, "commit refs/heads/" + branch + "\nmark :" + mark + "\n");
    text(out, "committer Ada <ada@example.com> " + (1_600_000_000 + i * 60) + " +0000\n");
    data(out, "chore(" + word() + "): " + word() + " " + word() + " for the " + word() + "\n");
    if (branch.equals("side")) {
      text(out, "from :" + (mark - 1) + "\n");
    } else if (i % 50 == 49 && side > 0) {
      text(out, "merge :" + side + "\n");
    }
  }

  private void add() {
    int n = paths.size();
    String app = word() + "-" + word() + "-" + n;
    String folder = "kubernetes/applications/" + WORD[n % WORD.length] + "/" + app + "/";
    List<String> lines = new ArrayList<>();
    switch (n % 10) {
      case 0 -> file(lines, "docs/" + app + ".md", 40, "The %1$s of the %2$s keeps its %3$s as long as rule %4$d asks for it.");
      case 1 -> file(lines, "scripts/" + app + ".sh", 30, "curl -fsS \"http://%1$s-%2$s/%3$s\" || exit %4$d");
      case 2 -> file(lines, "src/" + app.replace('-', '_') + ".py", 90, "    %1$s_%2$s = self.%3$s[%4$d]");
      case 3 -> file(lines, "terraform/" + app + ".tf", 50, "  %1$s_%2$s = \"%3$s-%4$d\"");
      case 4 -> file(lines, "dashboards/" + app + ".json", 160, "  \"%1$s-%4$d\": {\"%2$s\": \"%3$s\"},");
      case 5 -> file(lines, folder + "values.yaml", 220, "  %1$s%4$d: { %2$s: %3$s }");
      default -> manifest(lines, folder + "deployment.yaml", app);
    }
    files.add(lines);
  }

  private void file(List<String> lines, String path, int count, String line) {
    paths.add(path);
    boolean json = path.endsWith(".json");
    lines.add(json ? "{" : path.endsWith(".yaml") ? "settings:" : "# " + path);
    for (int i = 0; i < count; i++) {
      lines.add(line.formatted(word(), word(), word(), random.nextInt(100_000)));
    }
    if (json) {
      lines.add("  \"end\": {}");
      lines.add("}");
    }
  }

  private void manifest(List<String> lines, String path, String app) {
    paths.add(path);
    lines.addAll(
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: %1$s
          labels: { app.kubernetes.io/name: %1$s }
        spec:
          replicas: 2
          template:
            spec:
              containers:
                - name: main
                  image: registry.example.com/%1$s:1.0.0
                  env:
                    - name: DATABASE_PASSWORD
                      valueFrom:
                        secretKeyRef: { name: %1$s-database, key: password }
                    - name: API_TOKEN
                      valueFrom:
                        secretKeyRef: { name: %1$s-api, key: token }
                  volumeMounts:
                    - { name: config, mountPath: /etc/%1$s }
        """
            .formatted(app)
            .lines()
            .toList());
    for (int i = 0; i < 12; i++) {
      lines.add("          # " + word() + " " + word() + " " + word());
    }
  }

  /** A few lines one after another that say something new, in the shape of the old ones. */
  private void edit(List<String> lines) {
    int from = 1 + random.nextInt(lines.size() - 1);
    int to = Math.min(lines.size(), from + 1 + random.nextInt(30));
    for (int at = from; at < to; at++) {
      String old = lines.get(at);
      String comment = old.contains("# ") ? old.replaceAll("# .*", "# " + word() + " " + word()) : old;
      lines.set(at, comment.replaceAll("\\d{2,}", String.valueOf(10 + random.nextInt(90_000))));
    }
  }

  private void emit(OutputStream out, int n) throws IOException {
    body(out, paths.get(n), String.join("\n", files.get(n)) + "\n");
  }

  private String word() {
    return WORD[random.nextInt(WORD.length)];
  }

  private String drawn(int n) {
    StringBuilder s = new StringBuilder();
    for (int i = 0; i < n; i++) {
      s.append(ALNUM.charAt(random.nextInt(ALNUM.length())));
    }
    return s.toString();
  }

  private static void body(OutputStream out, String path, String content) throws IOException {
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
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(args));
    if (new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor() != 0) {
      throw new IOException("git " + args[0] + " failed");
    }
  }
}
