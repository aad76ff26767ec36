package dev.tidegate.policy.audit;

import dev.tidegate.change.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What commits said, kept for a second look as far as a bounded memory allows. */
final class Said {
  private static final long CHARACTERS = 2L << 20;
  private static final int EACH = 200;

  private final List<Batch> kept = new ArrayList<>();
  private long room = CHARACTERS;

  private record Batch(List<Commit> commits, int age) {}

  void keep(List<Commit> some, int age) {
    room -= some.stream().mapToLong(c -> EACH + c.message().length()).sum();
    if (room >= 0) {
      kept.add(new Batch(some, age));
    } else {
      kept.clear();
    }
  }

  /** False where it was too much: then nothing is kept. */
  boolean all() {
    return room >= 0;
  }

  /** Receives each batch and the age of its first commit. */
  void forEach(BiConsumer<List<Commit>, Integer> each) {
    kept.forEach(batch -> each.accept(batch.commits, batch.age));
  }
}
