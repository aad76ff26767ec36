package dev.tidegate.client.git.objects;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.change.Tree;
import dev.tidegate.trouble.RemoteException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/** A commit's tree, read on demand. Thread-safe: each call has its own reader. */
public final class GitTree implements Tree {
  private final ObjectStore store;
  private final ObjectId root;
  private volatile @Nullable List<FileEntry> all;

  public GitTree(ObjectStore store, ObjectId root) {
    this.store = store;
    this.root = root;
  }

  @Override
  public Optional<FileEntry> at(String path) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    return reading(objects -> {
      ObjectId folder = folder(objects, slash < 0 ? "" : path.substring(0, slash));
      if (folder == null || name.isEmpty()) {
        return Optional.empty();
      }
      RawTree tree = listing(objects, folder);
      int i = find(tree, name, false);
      return i < 0 ? Optional.empty() : Optional.of(entry(objects, path, tree, i));
    });
  }

  @Override
  public boolean isFolder(String path) {
    return reading(objects -> folder(objects, path) != null);
  }

  @Override
  public List<FileEntry> under(String folder) {
    List<FileEntry> whole = all;
    if (whole == null && folder.isEmpty()) {
      whole = list("");
      all = whole;
    }
    if (whole == null) {
      return list(folder);
    }
    String prefix = prefix(folder);
    return prefix.isEmpty()
        ? whole
        : whole.stream().filter(e -> e.path().startsWith(prefix)).toList();
  }

  private List<FileEntry> list(String folder) {
    return reading(objects -> {
      ObjectId start = folder(objects, folder);
      List<FileEntry> found = new ArrayList<>();
      if (start != null) {
        TreeWalker.files(
            objects,
            start,
            prefix(folder),
            (path, tree, i) -> found.add(entry(objects, path, tree, i)));
      }
      found.sort((a, b) -> a.path().compareTo(b.path()));
      return List.copyOf(found);
    });
  }

  private static String prefix(String folder) {
    return folder.isEmpty() || folder.endsWith("/") ? folder : folder + "/";
  }

  @Override
  public byte[] read(FileEntry entry, long limit) {
    if (!entry.hasContent()) {
      throw new IllegalArgumentException(
          "a submodule has no content here: " + Printable.of(entry.path()));
    }
    byte[] bytes =
        reading(objects -> Optional.ofNullable(blob(objects, entry, limit))).orElse(null);
    if (bytes == null) {
      throw new IllegalArgumentException(
          Printable.of(entry.path()) + " is larger than " + limit + " bytes");
    }
    return bytes;
  }

  private static byte @Nullable [] blob(Objects objects, FileEntry entry, long limit) {
    return objects.blob(ObjectId.fromString(entry.blob().hex()), limit);
  }

  private @Nullable ObjectId folder(Objects objects, String path) {
    ObjectId at = root;
    if (path.isEmpty()) {
      return at;
    }
    String plain = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    for (String name : plain.split("/", -1)) {
      RawTree tree = listing(objects, at);
      int i = find(tree, name, true);
      if (i < 0) {
        return null;
      }
      at = tree.id(i);
    }
    return at;
  }

  private static RawTree listing(Objects objects, ObjectId id) {
    RawTree tree = objects.tree(id);
    return tree == null ? RawTree.EMPTY : tree;
  }

  private static int find(RawTree tree, String name, boolean folder) {
    int i = tree.find(name.getBytes(StandardCharsets.UTF_8), folder);
    if (i < 0 && name.indexOf('\uFFFD') >= 0) {
      for (i = tree.size() - 1; i >= 0; i--) {
        if (tree.isFolder(i) == folder && tree.name(i).equals(name)) {
          break;
        }
      }
    }
    return i;
  }

  public static FileEntry entry(Objects objects, String path, RawTree tree, int i) {
    Mode kind = tree.kind(i);
    ObjectId id = tree.id(i);
    return new FileEntry(
        path, kind, Objects.blobId(id), kind == Mode.SUBMODULE ? 0 : objects.size(id));
  }

  private <T> T reading(Function<Objects, T> work) {
    try (Objects objects = store.open()) {
      return work.apply(objects);
    } catch (Unreadable e) {
      throw RemoteException.lasting("git", store.explain(e), null);
    }
  }
}
