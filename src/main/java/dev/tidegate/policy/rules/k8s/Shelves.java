package dev.tidegate.policy.rules.k8s;

import dev.tidegate.policy.Subject;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What surrounds the judgements that are under way, built once for each: files are judged one by
 * one, on several threads. Remembers; decides nothing. Thread-safe.
 */
final class Shelves {
  private static final int AT_ONCE = 8;

  private final CustomFiles files = new CustomFiles();
  private final Deque<Held> held = new ArrayDeque<>();

  private record Held(WeakReference<Subject> subject, Surroundings around) {}

  synchronized Surroundings around(Subject subject, String statedRelease) {
    for (Held one : held) {
      if (one.subject().refersTo(subject)) {
        return one.around();
      }
    }
    held.removeIf(one -> one.subject().refersTo(null));
    while (held.size() >= AT_ONCE) {
      held.removeLast();
    }
    Surroundings around = new Surroundings(subject, statedRelease, files);
    held.addFirst(new Held(new WeakReference<>(subject), around));
    return around;
  }
}
