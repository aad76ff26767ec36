package dev.tidegate.client.git;

import dev.tidegate.change.Addition;
import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.client.git.check.GitFileCheck;
import dev.tidegate.client.git.check.LinkCheck;
import dev.tidegate.client.git.check.NameCheck;
import dev.tidegate.client.git.check.Oddities;
import dev.tidegate.client.git.check.TreeCheck;
import dev.tidegate.client.git.objects.GitTree;
import dev.tidegate.client.git.objects.Objects;
import dev.tidegate.client.git.objects.RawTree;
import dev.tidegate.client.git.objects.TreeWalker;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.ObjectId;

/**
 * What each commit adds that none of its parents has: every path with its content once, under the
 * earliest commit, sorted by path within it. Commits come oldest first.
 */
final class AdditionCollector {
  private final Objects objects;
  private final Oddities oddities;
  private final NameCheck names;
  private final GitFileCheck gitFiles;
  private final LinkCheck links;
  private final TreeWalker walker;
  private final List<Addition> additions = new ArrayList<>();
  private boolean anyLink;
  private final Set<Key> seen = new HashSet<>();

  AdditionCollector(Objects objects, Oddities oddities) {
    this.objects = objects;
    this.oddities = oddities;
    this.names = new NameCheck(oddities);
    this.gitFiles = new GitFileCheck(objects, oddities);
    this.links = new LinkCheck(objects, oddities);
    this.walker = new TreeWalker(objects);
  }

  void collect(CommitId commit, ObjectId tree, List<ObjectId> parents) {
    int before = additions.size();
    walker.walk("", tree, parents, new Visit(commit));
    List<Addition> added = additions.subList(before, additions.size());
    added.sort(Comparator.comparing(a -> a.file().path()));
    for (Addition addition : added) {
      gitFiles.check(addition.file(), commit);
      if (addition.file().mode() == Mode.SYMLINK) {
        anyLink = true;
        links.check(
            addition.file().path(),
            ObjectId.fromString(addition.file().blob().hex()),
            commit,
            tree);
      }
    }
  }

  /** Follows every link of the last tree once more: a new one can bend where an old one leads. */
  void finish(CommitId head, ObjectId tree) {
    if (anyLink) {
      TreeWalker.files(
          objects,
          tree,
          "",
          (path, folder, i) -> {
            if (folder.kind(i) == Mode.SYMLINK) {
              links.check(path, folder.id(i), head, tree);
            }
          });
    }
  }

  List<Addition> all() {
    return additions;
  }

  private record Key(String path, ObjectId blob, int mode) {}

  private final class Visit implements TreeWalker.Visitor {
    private final CommitId commit;

    Visit(CommitId commit) {
      this.commit = commit;
    }

    @Override
    public void folder(String prefix, RawTree tree) {
      TreeCheck.check(prefix, tree, commit, oddities);
    }

    @Override
    public void subfolder(String path, RawTree tree, int i) {
      names.check(path, tree, i, commit);
    }

    @Override
    public void unread(String path, boolean tooLong) {
      if (tooLong) {
        oddities.add(
            OddityKind.PATH_TOO_LONG,
            path,
            commit,
            "the path is longer than " + TreeWalker.PATH_LIMIT + " bytes; nothing below was read");
      } else {
        oddities.add(
            OddityKind.TREE_MALFORMED, path, commit, "the folder's object is larger than 64 MiB");
      }
    }

    @Override
    public void file(String path, RawTree tree, int i, RawTree first, int j) {
      names.check(path, tree, i, commit);
      if (!seen.add(new Key(path, tree.id(i), tree.mode(i)))) {
        return;
      }
      FileEntry file = GitTree.entry(objects, path, tree, i);
      Optional<FileEntry> previous =
          j < 0 ? Optional.empty() : Optional.of(GitTree.entry(objects, path, first, j));
      additions.add(new Addition(file, commit, previous));
    }
  }
}
