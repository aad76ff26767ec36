package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.client.git.objects.RawTree;

/** What is odd about the form of one tree object. */
public final class TreeCheck {
  private TreeCheck() {}

  public static void check(String prefix, RawTree tree, CommitId commit, Oddities oddities) {
    String path = prefix.isEmpty() ? "/" : prefix;
    if (tree.malformed()) {
      oddities.add(
          OddityKind.TREE_MALFORMED, path, commit, "the folder's object is not a git tree");
    }
    if (tree.unsorted()) {
      oddities.add(
          OddityKind.TREE_UNSORTED, path, commit, "the folder's entries are not in git's order");
    }
    if (tree.paddedMode()) {
      oddities.add(OddityKind.TREE_MODE, path, commit, "a file mode starts with a zero");
    }
    for (int i = 0; i < tree.size(); i++) {
      if (tree.suspicious() || tree.isFolder(i)) {
        entry(prefix, tree, i, commit, oddities);
      }
    }
  }

  private static void entry(
      String prefix, RawTree tree, int i, CommitId commit, Oddities oddities) {
    boolean twice = i > 0 && RawTree.compare(tree, i - 1, tree, i) == 0;
    if (!twice && tree.isFolder(i)) {
      twice = tree.find(tree.nameBytes(i), false) >= 0;
    }
    String path = prefix + tree.name(i);
    if (twice) {
      oddities.add(OddityKind.TREE_DUPLICATE, path, commit, "the folder has this name twice");
    }
    if (!tree.knownMode(i)) {
      String mode = Integer.toOctalString(tree.mode(i));
      oddities.add(OddityKind.TREE_MODE, path, commit, "git knows no file mode " + mode);
    } else if (tree.isNone(i)) {
      oddities.add(OddityKind.TREE_MODE, path, commit, "the entry has no object");
    }
  }
}
