package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.client.git.objects.Objects;
import dev.tidegate.client.git.objects.Printable;
import dev.tidegate.client.git.objects.RawTree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** Follows a symbolic link inside one commit's tree, as a checkout of it would. */
public final class LinkCheck {
  private static final int TARGET_LIMIT = 4096;
  private static final int HOPS = 40;

  private final Objects objects;
  private final Oddities oddities;

  public LinkCheck(Objects objects, Oddities oddities) {
    this.objects = objects;
    this.oddities = oddities;
  }

  /** Checks the link at {@code path} whose target is the content of {@code blob}. */
  public void check(String path, ObjectId blob, CommitId commit, ObjectId root) {
    byte[] target = objects.blob(blob, TARGET_LIMIT);
    if (target == null) {
      oddities.add(OddityKind.SYMLINK_OUTSIDE, path, commit, "the link's target is over 4 KiB");
      return;
    }
    String text = new String(target, StandardCharsets.UTF_8);
    if (text.codePoints().anyMatch(Printable::hidden)) {
      oddities.add(OddityKind.PATH_CONTROL, path, commit, "a control character in the target");
    }
    OddityKind found = new Walk(root).follow(path, text);
    if (found != null) {
      oddities.add(found, path, commit, "the link leads to " + Printable.of(text));
    }
  }

  /** One way along links. */
  private final class Walk {
    private final ObjectId root;
    private final List<String> at = new ArrayList<>();
    private final Deque<String> ahead = new ArrayDeque<>();
    private int hops;
    private boolean missing;

    Walk(ObjectId root) {
      this.root = root;
    }

    @Nullable OddityKind follow(String path, String target) {
      at.addAll(List.of(path.split("/", -1)));
      at.removeLast();
      OddityKind end = enter(target);
      while (end == null && !ahead.isEmpty()) {
        end = step(ahead.pop());
      }
      if (end != null) {
        return end;
      }
      return missing ? OddityKind.SYMLINK_DANGLING : hops > 1 ? OddityKind.SYMLINK_CHAIN : null;
    }

    private @Nullable OddityKind enter(String target) {
      if (target.startsWith("/") || target.startsWith("\\") || target.matches("(?s)[A-Za-z]:.*")) {
        return OddityKind.SYMLINK_OUTSIDE;
      }
      if (++hops > HOPS) {
        return OddityKind.SYMLINK_LOOP;
      }
      for (String part : List.of(target.split("/", -1)).reversed()) {
        ahead.push(part);
      }
      return null;
    }

    private @Nullable OddityKind step(String part) {
      if (part.isEmpty() || part.equals(".")) {
        return null;
      }
      if (part.equals("..")) {
        if (at.isEmpty()) {
          return OddityKind.SYMLINK_OUTSIDE;
        }
        at.removeLast();
        return null;
      }
      if (NameCheck.folded(part).equals(".git")) {
        return OddityKind.SYMLINK_OUTSIDE;
      }
      RawTree folder = folder();
      byte[] name = part.getBytes(StandardCharsets.UTF_8);
      int entry = folder.find(name, false);
      if (entry >= 0 && folder.kind(entry) == Mode.SYMLINK) {
        byte[] target = objects.blob(folder.id(entry), TARGET_LIMIT);
        return target == null
            ? OddityKind.SYMLINK_OUTSIDE
            : enter(new String(target, StandardCharsets.UTF_8));
      }
      missing |= entry < 0 && folder.find(name, true) < 0;
      at.add(part);
      return null;
    }

    /** The folder reached so far; an empty one where it does not exist. */
    private RawTree folder() {
      RawTree tree = objects.tree(root);
      for (String part : at) {
        int i = tree == null ? -1 : tree.find(part.getBytes(StandardCharsets.UTF_8), true);
        if (tree == null || i < 0) {
          return RawTree.EMPTY;
        }
        tree = objects.tree(tree.id(i));
      }
      return tree == null ? RawTree.EMPTY : tree;
    }
  }
}
