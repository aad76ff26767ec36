package dev.tidegate.client.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.syntax.hcl.HclValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The folders that a root's configuration comes from. */
final class LocalModules {
  private static final int LINKS = 40;

  private LocalModules() {}

  /**
   * The folders whose configuration a root takes in: itself and its local modules, through links.
   * What leads out of the tree, or round in circles, is left out: it cannot be checked out.
   */
  static Set<String> of(Tree tree, String root) {
    List<FileEntry> all = tree.under("").stream().filter(Configuration::is).toList();
    Set<String> folders = new TreeSet<>(Set.of(root));
    Deque<String> open = new ArrayDeque<>(folders);
    while (!open.isEmpty()) {
      String folder = open.pop();
      for (FileEntry file : all) {
        if (folder(file.path()).equals(folder) && file.size() <= Configuration.LIMIT) {
          Configuration.read(tree, file)
              .body()
              .blocks("module")
              .flatMap(m -> m.body().get("source").flatMap(HclValue::constant).stream())
              .filter(source -> source.matches("(?s)\\.{1,2}(/.*)?"))
              .map(source -> resolved(tree, folder + "/" + source))
              .filter(folders::add)
              .forEach(open::push);
        }
      }
    }
    return folders;
  }

  static String folder(String path) {
    return path.substring(0, Math.max(0, path.lastIndexOf('/')));
  }

  /** A path in the tree without dots and links; as far as it goes where it cannot be followed. */
  static String resolved(Tree tree, String path) {
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/")));
    Deque<String> done = new ArrayDeque<>();
    for (int links = 0; !left.isEmpty(); ) {
      String part = left.pop();
      if (part.equals("..")) {
        done.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        done.addLast(part);
        String here = String.join("/", done);
        FileEntry entry = tree.at(here).orElse(null);
        if (entry != null && entry.mode() == FileEntry.Mode.SYMLINK && links++ < LINKS) {
          done.pollLast();
          String target = new String(tree.read(entry, 4096), StandardCharsets.UTF_8);
          List.of(target.split("/")).reversed().forEach(left::push);
        }
      }
    }
    return String.join("/", done);
  }
}
