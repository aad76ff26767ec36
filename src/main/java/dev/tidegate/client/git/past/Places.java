package dev.tidegate.client.git.past;

import dev.tidegate.change.Addition;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.client.git.objects.Objects;
import dev.tidegate.client.git.objects.Unreadable;
import dev.tidegate.policy.audit.Past;
import dev.tidegate.trouble.RemoteException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;

/** The contents of a history, gathered commit by commit, the oldest first. */
final class Places implements Past.Contents {
  private final ObjectStore store;
  private final ObjectIdOwnerMap<Place> known = new ObjectIdOwnerMap<>();
  private final Map<String, String> paths = new HashMap<>();
  private final List<ObjectId> commits = new ArrayList<>();
  private final List<String> unread = new ArrayList<>();
  private List<Place> places = new ArrayList<>();

  Places(ObjectStore store) {
    this.store = store;
  }

  /** What follows stands in this commit, or in a tag that names no commit. */
  void commit(ObjectId id) {
    commits.add(id);
  }

  void unread(String folder) {
    unread.add(folder);
  }

  /** True where it is new: the content, this kind of file for it, or the path. */
  boolean add(AnyObjectId blob, String path, Mode mode) {
    Place first = known.get(blob);
    boolean newPath = !paths.containsKey(path);
    for (Place p = first; p != null && !newPath; p = p.also) {
      if (p.sameKind(path, mode)) {
        return false;
      }
    }
    String shared = paths.computeIfAbsent(path, p -> p);
    Place place = new Place(blob, shared, commits.size() - 1, mode);
    if (first == null) {
      known.add(place);
    } else {
      place.also = first.also;
      first.also = place;
    }
    places.add(place);
    return true;
  }

  /** Path by path, oldest first: one version is much like the next, for deltas and for readers. */
  Places sorted() {
    paths.clear();
    places.sort(Comparator.comparing((Place p) -> p.path).thenComparingInt(p -> p.commit));
    places = List.copyOf(places);
    return this;
  }

  @Override
  public int size() {
    return places.size();
  }

  @Override
  public List<String> unread() {
    return List.copyOf(unread);
  }

  @Override
  public int age(int i) {
    return places.get(i).commit;
  }

  @Override
  public Past.Reader open() {
    return new OneThread(store.open());
  }

  private final class OneThread implements Past.Reader {
    private final Objects objects;

    OneThread(Objects objects) {
      this.objects = objects;
    }

    @Override
    public Past.Read read(int i, long limit) {
      Place p = places.get(i);
      byte[] bytes =
          trying(() -> Optional.ofNullable(objects.opened(p, Constants.OBJ_BLOB, limit)))
              .orElse(null);
      long size = bytes == null ? trying(() -> objects.size(p.copy())) : bytes.length;
      FileEntry file = new FileEntry(p.path, p.mode, Objects.blobId(p), size);
      CommitId commit = new CommitId(commits.get(p.commit).name());
      return new Past.Read(new Addition(file, commit, Optional.empty()), bytes);
    }

    private <T> T trying(Supplier<T> work) {
      try {
        return work.get();
      } catch (Unreadable e) {
        throw RemoteException.lasting("git", store.explain(e), null);
      }
    }

    @Override
    public void close() {
      objects.close();
    }
  }
}
