package dev.tidegate.policy.audit;

import dev.tidegate.change.Addition;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.Tree;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything that the refs of a repository reach, not only what stands today. Read only. */
public interface Past {
  /** HEAD's commit; the id of all zeros where HEAD has none. */
  CommitId head();

  /** HEAD's tree; empty where HEAD has no commit. */
  Tree now();

  /**
   * Walks from every ref and HEAD.
   *
   * @param texts receives every commit and annotated tag once, parents before children
   * @throws dev.tidegate.trouble.RemoteException where an object is missing or the clone is shallow
   */
  Contents walk(Consumer<Commit> texts);

  /** As {@link #walk} for the texts alone, in the same order. */
  void texts(Consumer<Commit> texts);

  /**
   * Every content, once for each kind of file (by the end of its name) that it stood as, where it
   * stood first; and every path at least once. Contents of one path follow each other, the oldest
   * first. Thread-safe.
   */
  interface Contents {
    int size();

    /** Folders that were not read, too large or too deep, printable. */
    List<String> unread();

    /** The commit that is the i-th content's first, as a number: the oldest has 0. */
    int age(int i);

    /** For one thread. */
    Reader open();
  }

  /**
   * A content with its first place.
   *
   * @param bytes null where it is larger than the limit
   */
  record Read(Addition addition, byte @Nullable [] bytes) {}

  /** Reads contents by their number. */
  interface Reader extends AutoCloseable {
    Read read(int i, long limit);

    @Override
    void close();
  }
}
