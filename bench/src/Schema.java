import dev.tidegate.change.Addition;
import dev.tidegate.change.BlobId;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.rules.k8s.ManifestSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The rule {@code k8s/schema} over all files of a folder, read and parsed each time, on all cores:
 * {@code Schema FIRST ALL DOCUMENTS ROUNDS}. FIRST is judged once before. Prints milliseconds from
 * the start of the process until FIRST was judged, then documents a second, the median of the later
 * half of the rounds, and how many findings there were.
 */
final class Schema {
  private static final ManifestSchema RULE = new ManifestSchema(PolicySettings.standard());
  private static final Subject NOTHING = Subject.nothing();

  private Schema() {}

  public static void main(String[] args) throws IOException {
    int found = judge(Path.of(args[0]));
    long cold =
        System.currentTimeMillis()
            - ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli();
    int rounds = Integer.parseInt(args[3]);
    long[] took = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      found += judge(Path.of(args[1]));
      took[i] = System.nanoTime() - start;
    }
    long[] warm = java.util.Arrays.copyOfRange(took, rounds / 2, rounds);
    java.util.Arrays.sort(warm);
    long rate = Long.parseLong(args[2]) * 1_000_000_000L / warm[warm.length / 2];
    System.out.println(cold + " " + rate + " " + found);
  }

  private static int judge(Path folder) throws IOException {
    List<Path> files;
    try (var below = Files.list(folder)) {
      files = below.toList();
    }
    return files.parallelStream().mapToInt(file -> findings(file.getFileName().toString(), file)).sum();
  }

  static int findings(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return findings("one.yaml", bytes);
  }

  private static int findings(String name, Path file) {
    try {
      return findings(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static int findings(String name, byte[] bytes) {
    FileEntry entry = new FileEntry(name, FileEntry.Mode.FILE, new BlobId("0".repeat(40)), bytes.length);
    Count count = new Count(new AtomicInteger());
    RULE.judge(
        new SourceFile(new Addition(entry, new CommitId("0".repeat(40)), Optional.empty()), () -> bytes, NOTHING),
        count);
    return count.found().get();
  }

  private record Count(AtomicInteger found) implements Findings {
    @Override
    public void add(String path, int line, int column, String identity, String what, String fix) {
      if (System.getenv("BENCH_TELL") != null) {
        System.err.println(path + ":" + line + " " + what);
      }
      found.incrementAndGet();
    }

    @Override
    public void add(
        Severity severity, String path, int line, int column, String identity, String what, String fix) {
      add(path, line, column, identity, what, fix);
    }

    @Override
    public Findings at(CommitId commit) {
      return this;
    }
  }
}
