package dev.tidegate.client.terraform;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes a tree's files into an empty folder: no git, no filters, no submodules. */
final class Checkout {
  private static final int FILES = 20_000;
  private static final long FILE = 16L << 20;
  private static final long TOTAL = 256L << 20;

  private Checkout() {}

  /** The tree cannot be written as it is; the message says why. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1L;

    Refused(String why) {
      super(why);
    }
  }

  static void write(Tree tree, Path into) throws IOException, Refused {
    List<FileEntry> entries = tree.under("");
    long total = entries.stream().mapToLong(FileEntry::size).sum();
    if (entries.size() > FILES || total > TOTAL) {
      throw new Refused("the repository is too large to plan: " + entries.size() + " files");
    }
    List<FileEntry> links = new ArrayList<>();
    for (FileEntry entry : entries) {
      Path at = inside(into, entry.path());
      if (entry.mode() == FileEntry.Mode.SYMLINK) {
        links.add(entry);
      } else if (entry.mode() != FileEntry.Mode.SUBMODULE) {
        if (entry.size() > FILE) {
          throw new Refused(entry.path() + " is too large to plan with");
        }
        Files.createDirectories(parent(at));
        Files.write(at, tree.read(entry, FILE));
        at.toFile().setExecutable(entry.mode() == FileEntry.Mode.EXECUTABLE, false);
      }
    }
    // Links come last, so that no file is written through one.
    for (FileEntry link : links) {
      String target = new String(tree.read(link, 4096), StandardCharsets.UTF_8);
      Path at = inside(into, link.path());
      if (target.startsWith("/")
          || target.indexOf('\0') >= 0
          || !parent(at).resolve(target).normalize().startsWith(into)) {
        throw new Refused(link.path() + " is a link out of the repository");
      }
      Files.createDirectories(parent(at));
      Files.createSymbolicLink(at, Path.of(target));
    }
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    return parent == null ? path : parent;
  }

  private static Path inside(Path folder, String path) throws Refused {
    for (String part : path.split("/", -1)) {
      if (Set.of("", ".", "..").contains(part) || part.equalsIgnoreCase(".git")) {
        throw new Refused("the path " + path.replaceAll("\\p{Cntrl}", "?") + " is hostile");
      }
    }
    Path at = folder.resolve(path).normalize();
    if (!at.startsWith(folder)) {
      throw new Refused("a path leads out of the repository");
    }
    return at;
  }
}
