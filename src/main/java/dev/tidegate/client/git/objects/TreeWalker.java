package dev.tidegate.client.git.objects;

import dev.tidegate.trouble.RemoteException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * Walks trees side by side and skips what they share. Without recursion, so that a tree ten
 * thousand folders deep is only long; bounded, so that a small repository of trees that repeat each
 * other (a "git bomb") ends in an error and not in a full memory.
 */
public final class TreeWalker {
  /** What git itself can check out on Linux. */
  public static final int PATH_LIMIT = 4096;

  private static final int ENTRY_LIMIT = 1_000_000;

  private final Objects objects;
  private int entries;

  public TreeWalker(Objects objects) {
    this.objects = objects;
  }

  /** What a walk finds. */
  public interface Visitor {
    /** A tree that none of the others has at this place; before its entries. */
    default void folder(String prefix, RawTree tree) {}

    /** A folder that none of the others has like this; before its tree. */
    default void subfolder(String path, RawTree tree, int i) {}

    /** A folder that is not read: its tree is too large, or its path too long. */
    default void unread(String path, boolean tooLong) {}

    /**
     * A file, link or submodule that none of the others has at this path.
     *
     * @param first the first of the other trees; its entry of the same name is {@code j}, or -1
     */
    void file(String path, RawTree tree, int i, RawTree first, int j);
  }

  /** One entry of one tree. */
  public interface Entries {
    void file(String path, RawTree tree, int i);
  }

  /** Every file below a tree. */
  public static void files(Objects objects, ObjectId tree, String prefix, Entries found) {
    new TreeWalker(objects)
        .walk(prefix, tree, List.of(), (path, t, i, first, j) -> found.file(path, t, i));
  }

  /** Everything in {@code tree} that none of {@code others} has at the same path. */
  public void walk(String prefix, ObjectId tree, List<ObjectId> others, Visitor visitor) {
    if (others.contains(tree)) {
      return;
    }
    Deque<Frame> stack = new ArrayDeque<>();
    RawTree root = objects.tree(tree);
    if (root == null) {
      visitor.unread(prefix, false);
      return;
    }
    RawTree[] sides = new RawTree[others.size()];
    for (int k = 0; k < sides.length; k++) {
      sides[k] = orEmpty(objects.tree(others.get(k)));
    }
    stack.push(new Frame(prefix, prefix.length(), root, sides));
    while (!stack.isEmpty()) {
      visit(stack.pop(), stack, visitor);
    }
  }

  private void visit(Frame frame, Deque<Frame> stack, Visitor visitor) {
    RawTree tree = frame.tree();
    visitor.folder(frame.prefix(), tree);
    int[] at = new int[frame.others().length];
    for (int i = 0; i < tree.size(); i++) {
      if (advance(frame, i, at)) {
        continue;
      }
      if (++entries > ENTRY_LIMIT) {
        throw tooMuch();
      }
      if (tree.isFolder(i)) {
        descend(frame, i, at, stack, visitor);
        continue;
      }
      RawTree first = at.length == 0 ? RawTree.EMPTY : frame.others()[0];
      int j = at.length == 0 ? -1 : matching(tree, i, first, at[0]);
      visitor.file(frame.prefix() + tree.name(i), tree, i, first, j);
    }
  }

  /** Moves each pointer to the first entry not before i; true where one side has the same entry. */
  private static boolean advance(Frame frame, int i, int[] at) {
    boolean shared = false;
    for (int k = 0; k < at.length; k++) {
      RawTree other = frame.others()[k];
      int p = at[k];
      if (p < other.size() && frame.tree().sameEntry(i, other, p)) {
        shared = true;
        continue;
      }
      while (p < other.size() && RawTree.compare(other, p, frame.tree(), i) < 0) {
        p++;
      }
      at[k] = p;
      for (int q = p;
          !shared && q < other.size() && RawTree.compare(other, q, frame.tree(), i) == 0;
          q++) {
        shared = frame.tree().sameContent(i, other, q);
      }
    }
    return shared;
  }

  private static int matching(RawTree tree, int i, RawTree other, int p) {
    return p < other.size() && RawTree.compare(other, p, tree, i) == 0 ? p : -1;
  }

  private void descend(Frame frame, int i, int[] at, Deque<Frame> stack, Visitor visitor) {
    RawTree tree = frame.tree();
    String prefix = frame.prefix() + tree.name(i) + "/";
    int length = frame.length() + tree.nameLength(i) + 1;
    visitor.subfolder(frame.prefix() + tree.name(i), tree, i);
    if (length > PATH_LIMIT) {
      visitor.unread(prefix, true);
      return;
    }
    RawTree child = objects.tree(tree.id(i));
    if (child == null) {
      visitor.unread(prefix, false);
      return;
    }
    RawTree[] sides = new RawTree[at.length];
    for (int k = 0; k < at.length; k++) {
      int j = matching(tree, i, frame.others()[k], at[k]);
      sides[k] = j < 0 ? RawTree.EMPTY : orEmpty(objects.tree(frame.others()[k].id(j)));
    }
    stack.push(new Frame(prefix, length, child, sides));
  }

  private static RawTree orEmpty(@Nullable RawTree tree) {
    return tree == null ? RawTree.EMPTY : tree;
  }

  private static RemoteException tooMuch() {
    return RemoteException.lasting(
        "git",
        "the change has more than "
            + ENTRY_LIMIT
            + " entries and was not judged; split it into smaller ones",
        null);
  }

  private record Frame(String prefix, int length, RawTree tree, RawTree[] others) {}
}
