package dev.tidegate.client.git;

import dev.tidegate.change.Change;
import dev.tidegate.testing.GitRepo;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * Times the reading of a change of 3,000 commits and 10,000 files on histories of 1,000 and 20,000
 * commits. A program for the benchmark script, not a test: {@code ReadingBench FOLDER}.
 */
public final class ReadingBench {
  private static final int COMMITS = 3_000;
  private static final int FILES = 10_000;

  private ReadingBench() {}

  public static void main(String[] args) throws Exception {
    for (int history : new int[] {1_000, 20_000}) {
      Path folder = Path.of(args[0]).resolve("history-" + history);
      if (!Files.exists(folder)) {
        make(folder, history);
      }
      try (LocalRepository repo = LocalRepository.open(folder, Map.of(), InstantSource.system())) {
        for (int round = 1; round <= 4; round++) {
          long start = System.nanoTime();
          Change change = repo.range("main..change");
          long millis = (System.nanoTime() - start) / 1_000_000;
          System.out.printf(
              "history %d round %d: %d commits, %d additions read in %d ms%n",
              history, round, change.commits().size(), change.additions().size(), millis);
        }
      }
    }
  }

  /** Builds the repository with {@code git fast-import}; the branch is {@code change}. */
  static void make(Path folder, int history) {
    GitRepo git = GitRepo.in(folder);
    StringBuilder in = new StringBuilder();
    for (int i = 0; i < history; i++) {
      commit(in, "main", i, "commit " + i);
      file(in, "base/d" + i % 50 + "/f" + i % 1000 + ".yaml", "value: " + i + "\n");
    }
    in.append("reset refs/heads/change\nfrom refs/heads/main\n\n");
    for (int i = 0; i < COMMITS; i++) {
      commit(in, "change", history + i, "change " + i);
      for (int f = i * FILES / COMMITS; f < (i + 1) * FILES / COMMITS; f++) {
        file(in, "apps/a" + f % 100 + "/f" + f + ".yaml", "kind: ConfigMap\nn: " + f + "\n");
      }
    }
    git.feed(in.toString().getBytes(StandardCharsets.UTF_8), "fast-import", "--quiet");
    git.git("repack", "-adq");
  }

  private static void commit(StringBuilder in, String branch, int second, String message) {
    in.append("commit refs/heads/").append(branch).append('\n');
    in.append("committer Ada <ada@example.com> ").append(1_600_000_000 + second).append(" +0000\n");
    data(in, message);
  }

  private static void file(StringBuilder in, String path, String content) {
    in.append("M 100644 inline ").append(path).append('\n');
    data(in, content);
  }

  private static void data(StringBuilder in, String text) {
    in.append("data ").append(text.length()).append('\n').append(text).append('\n');
  }
}
