package dev.tidegate.client.git.past;

import dev.tidegate.change.FileEntry.Mode;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.jspecify.annotations.Nullable;

/** Where a content stood first, as one kind of file. Small: there are as many as contents. */
final class Place extends ObjectIdOwnerMap.Entry {
  final String path;
  final int commit;
  final Mode mode;

  /** The same content as another kind of file. */
  @Nullable Place also;

  Place(AnyObjectId blob, String path, int commit, Mode mode) {
    super(blob);
    this.path = path;
    this.commit = commit;
    this.mode = mode;
  }

  /** What decides how a content is read: the end of the file's name, and whether it is a link. */
  boolean sameKind(String other, Mode otherMode) {
    return (mode == Mode.SYMLINK) == (otherMode == Mode.SYMLINK) && end(path).equals(end(other));
  }

  private static String end(String path) {
    int slash = path.lastIndexOf('/');
    int dot = path.lastIndexOf('.');
    return dot > slash ? path.substring(dot) : "";
  }
}
