package dev.tidegate.client.git.objects;

import java.io.IOException;
import org.eclipse.jgit.errors.MissingObjectException;

/** An object is missing or broken in the store that was asked. The owner of the store decides. */
public final class Unreadable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Unreadable(String message) {
    super(message);
  }

  /** What JGit says, in our words. */
  public static Unreadable of(IOException e) {
    return e instanceof MissingObjectException missing && missing.getObjectId() != null
        ? new Unreadable("object " + missing.getObjectId().name() + " is missing")
        : new Unreadable("objects cannot be read (" + e.getMessage() + ")");
  }
}
