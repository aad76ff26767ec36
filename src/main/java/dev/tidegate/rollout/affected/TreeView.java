package dev.tidegate.rollout.affected;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** A tree in which links are followed, each of them being a dependency. One thread. */
final class TreeView {
  private static final int LINKS = 40;
  private static final long TEXT = 1 << 20;
  private final Tree tree;
  private final Dependencies needs;

  TreeView(Tree tree, Dependencies needs) {
    this.tree = tree;
    this.needs = needs;
  }

  /** {@code folder/relative} without dots; empty where it leaves the tree. */
  static Optional<String> join(String folder, String relative) {
    List<String> parts = new ArrayList<>();
    for (String part : (folder + "/" + relative).split("/", -1)) {
      if (part.equals("..")) {
        if (parts.isEmpty()) {
          return Optional.empty();
        }
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  /**
   * Where a path leads once links are followed. Links and submodules on the way are noted; a path
   * out of the tree or in circles is noted as unknown and leads nowhere. What does not exist leads
   * to itself.
   */
  Optional<String> follow(String path) {
    Deque<String> ahead = new ArrayDeque<>(List.of(path.split("/", -1)));
    String here = "";
    int links = 0;
    while (!ahead.isEmpty()) {
      Optional<String> next = join(here, ahead.pop());
      if (next.isEmpty()) {
        needs.unknown(path + " leads out of the repository");
        return Optional.empty();
      }
      Optional<FileEntry> entry = tree.at(next.get());
      if (entry.isPresent() && entry.get().mode() == FileEntry.Mode.SUBMODULE) {
        needs.folder(next.get());
        return Optional.empty();
      }
      if (entry.isEmpty() || entry.get().mode() != FileEntry.Mode.SYMLINK) {
        here = next.get();
        continue;
      }
      needs.file(next.get());
      String target = text(entry.get()).orElse("/");
      if (target.startsWith("/") || ++links > LINKS) {
        needs.unknown(path + " is a link out of the repository or in circles");
        return Optional.empty();
      }
      List<String> steps = List.of(target.split("/", -1));
      for (String step : steps.reversed()) {
        ahead.push(step);
      }
    }
    return Optional.of(here);
  }

  boolean isFolder(String path) {
    return tree.isFolder(path);
  }

  boolean isFile(String path) {
    return tree.at(path).filter(FileEntry::hasContent).isPresent();
  }

  /** The entries below a folder; links among them are followed and noted. */
  List<FileEntry> under(String folder) {
    List<FileEntry> entries = tree.under(folder);
    for (FileEntry entry : entries) {
      if (entry.mode() == FileEntry.Mode.SYMLINK) {
        follow(entry.path())
            .ifPresent(target -> {
              if (isFolder(target)) {
                needs.folder(target);
              } else {
                needs.file(target);
              }
            });
      }
    }
    return entries;
  }

  /** The text of a file; one that is absent or too large to look into gives nothing. */
  Optional<String> text(String path) {
    return tree.at(path).filter(FileEntry::hasContent).flatMap(this::text);
  }

  private Optional<String> text(FileEntry entry) {
    if (entry.size() > TEXT) {
      needs.unknown(entry.path() + " is too large to look into");
      return Optional.empty();
    }
    return Optional.of(new String(tree.read(entry, TEXT), StandardCharsets.UTF_8));
  }
}
