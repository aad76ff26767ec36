package dev.tidegate.inbox;

import java.util.concurrent.CompletableFuture;

/** Where doors put deliveries. Thread-safe. */
public interface Intake {
  /**
   * Stores a delivery. The future completes when it is on disk (fsynced), several deliveries
   * sharing one commit; it fails with a {@link dev.tidegate.trouble.RemoteException} where the
   * database is away, and at once with {@link Full} where more wait than the bound allows.
   */
  CompletableFuture<Receipt> accept(Delivery delivery);

  /** What became of a delivery. */
  enum Receipt {
    STORED,
    /** Same hook id, GUID and body as one already stored. */
    DUPLICATE,
    /** Same hook id and GUID, other body: nothing new stored; raise an alarm. */
    CONFLICT
  }

  /** The bounded queue before the database is full. */
  final class Full extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public Full() {
      super("too many deliveries wait to be stored", null, false, false);
    }
  }
}
