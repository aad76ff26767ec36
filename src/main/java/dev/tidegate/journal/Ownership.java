package dev.tidegate.journal;

import org.jdbi.v3.core.Handle;

/**
 * Says whether a telling may still go on. Both methods run inside the transaction that acts on the
 * answer, and hold it until that transaction ends: no second owner can slip in between. They throw
 * what must stop the telling.
 */
public interface Ownership {
  /** Before new work: still the owner, and nothing newer took this run's place (Superseded). */
  void mayBegin(Handle transaction);

  /** Before writing down what was done: still the owner. */
  void mayRecord(Handle transaction);
}
