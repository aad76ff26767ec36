package dev.tidegate.policy.audit;

import dev.tidegate.change.Addition;
import dev.tidegate.policy.SourceFile;
import dev.tidegate.scan.Scanner;
import dev.tidegate.scan.harmless.Keywords;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The version of a file that was judged last, and what was found in it. For one thread. */
final class Versions {
  private static final int LARGEST = 4 << 20;
  private static final Keywords SECRET = new Keywords(List.of("secret", "secretgenerator"));

  private final Kinship kinship;
  private @Nullable Addition before;
  private @Nullable Lines lines;
  private List<String> found = List.of();
  private @Nullable Lines now;

  Versions(Kinship kinship) {
    this.kinship = kinship;
  }

  /** True where this content holds what the one before it held, and nothing else. */
  boolean same(Addition addition, byte[] bytes) {
    Addition last = before;
    Lines old = lines;
    boolean plain = bytes.length <= LARGEST && !Scanner.opaque(bytes) && !swaying(bytes);
    now = plain ? new Lines(bytes) : null;
    if (now == null
        || old == null
        || last == null
        || !last.file().path().equals(addition.file().path())
        || last.file().mode() != addition.file().mode()
        || kinship.differ(old, now)) {
      return false;
    }
    before = addition;
    lines = now;
    return true;
  }

  /** What the version before held; equal for the one that is the same. */
  List<String> found() {
    return found;
  }

  /** This one was judged. */
  void judged(Addition addition, SourceFile file, List<String> what, boolean failed) {
    before = addition;
    lines = failed || file.isBrokenYaml() ? null : now;
    found = what;
  }

  /** In a Secret every value counts, however plain its line is. */
  private static boolean swaying(byte[] bytes) {
    boolean[] found = new boolean[1];
    SECRET.search(
        bytes, (word, at) -> found[0] |= word == 1 || (bytes[at] == 'S' && alone(bytes, at)));
    return found[0];
  }

  private static boolean alone(byte[] bytes, int at) {
    int end = at + "Secret".length();
    return (at == 0 || !Character.isLetterOrDigit(bytes[at - 1]))
        && (end == bytes.length || !Character.isLetterOrDigit(bytes[end]));
  }
}
