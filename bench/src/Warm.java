package dev.tidegate;

import dev.tidegate.ingress.cli.Services.CheckRequest;
import dev.tidegate.ingress.cli.Services.Checked;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * Judges the same range again and again in one process, reading included: {@code Warm FOLDER RANGE
 * ROUNDS}. Prints the median of all rounds but the first, in milliseconds.
 */
final class Warm {
  private Warm() {}

  public static void main(String[] args) {
    Program program = new Program(Map.of(), new PrintWriter(System.err));
    CheckRequest request =
        new CheckRequest(
            Path.of(args[0]), false, Optional.of(args[1]), false, Optional.empty(), Optional.empty());
    int rounds = Integer.parseInt(args[2]);
    long[] took = new long[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      Checked checked = program.check(request, doing -> {});
      took[i] = (System.nanoTime() - start) / 1_000_000;
      if (checked.verdict().judgement().files() == 0) {
        throw new IllegalStateException("nothing was judged");
      }
    }
    long[] warm = Arrays.copyOfRange(took, 1, rounds);
    Arrays.sort(warm);
    System.out.println(warm[warm.length / 2]);
  }
}
