package dev.tidegate.client.git.past;

import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.FileEntry.Mode;
import dev.tidegate.change.Tree;
import dev.tidegate.client.git.objects.History;
import dev.tidegate.client.git.objects.ObjectStore;
import dev.tidegate.client.git.objects.RawCommit;
import dev.tidegate.client.git.objects.RawTree;
import dev.tidegate.client.git.objects.TreeWalker;
import dev.tidegate.client.git.objects.Unreadable;
import dev.tidegate.policy.audit.Past;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.storage.file.WindowCacheConfig;

/** Walks from every ref of a repository on this machine. */
public final class WholePast implements Past {
  private static final int TEXT_LIMIT = 5 << 20;

  /** What is larger JGit does not load when it opens it. */
  private static final int STREAMED_BYTES = 16 << 20;

  private final ObjectStore store;

  /** Tells JGit, for this process, that a pack is read from one end to the other. */
  public WholePast(ObjectStore store) {
    this.store = store;
    WindowCacheConfig config = new WindowCacheConfig();
    // Small, so that what is thrown away is young: a large cache that turns over fills the old
    // generation.
    config.setPackedGitWindowSize(16 << 10);
    config.setPackedGitLimit(4L << 20);
    config.setStreamFileThreshold(STREAMED_BYTES);
    config.install();
  }

  @Override
  public CommitId head() {
    return new CommitId(headCommit().map(ObjectId::name).orElse(ObjectId.zeroId().name()));
  }

  @Override
  public Tree now() {
    return reading(history -> {
      Optional<ObjectId> head = headCommit();
      return head.isEmpty() ? Tree.empty() : store.tree(history.commit(head.get()).getTree());
    });
  }

  private Optional<ObjectId> headCommit() {
    try {
      return Optional.ofNullable(store.repository().resolve(Constants.HEAD));
    } catch (IOException e) {
      throw RemoteException.lasting("git", "HEAD cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public Contents walk(Consumer<Commit> texts) {
    return reading(history -> {
      Places places = new Places(store);
      Tips tips = Tips.of(store.repository(), history);
      for (RevCommit commit : history.between(List.of(), tips.commits())) {
        commit(history, commit, places, texts);
      }
      for (ObjectId tag : tips.tags()) {
        texts.accept(text(history, tag, Constants.OBJ_TAG, List.of()));
      }
      for (Tips.Bare bare : tips.bare()) {
        places.commit(bare.named());
        if (bare.isTree()) {
          collect(history, bare.object(), List.of(), bare.ref() + "/", places);
        } else {
          places.add(bare.object(), bare.ref(), Mode.FILE);
        }
      }
      return places.sorted();
    });
  }

  @Override
  public void texts(Consumer<Commit> texts) {
    reading(history -> {
      Tips tips = Tips.of(store.repository(), history);
      for (RevCommit commit : history.between(List.of(), tips.commits())) {
        texts.accept(text(history, commit));
      }
      for (ObjectId tag : tips.tags()) {
        texts.accept(text(history, tag, Constants.OBJ_TAG, List.of()));
      }
      return tips;
    });
  }

  private static void commit(
      History history, RevCommit commit, Places places, Consumer<Commit> texts) throws IOException {
    List<ObjectId> trees = new ArrayList<>();
    for (RevCommit parent : commit.getParents()) {
      trees.add(history.commit(parent).getTree().getId());
    }
    texts.accept(text(history, commit));
    places.commit(commit.getId());
    collect(history, commit.getTree(), trees, "", places);
  }

  private static void collect(
      History history, ObjectId tree, List<ObjectId> parents, String prefix, Places places) {
    TreeWalker.Visitor visitor =
        new TreeWalker.Visitor() {
          @Override
          public void unread(String path, boolean tooLong) {
            places.unread(path);
          }

          @Override
          public void file(String path, RawTree t, int i, RawTree first, int j) {
            Mode mode = t.kind(i);
            if (mode != Mode.SUBMODULE) {
              places.add(t.id(i), path, mode);
            }
          }
        };
    new TreeWalker(history.objects()).walk(prefix, tree, parents, visitor);
  }

  private static Commit text(History history, RevCommit commit) {
    List<CommitId> parents =
        Stream.of(commit.getParents()).map(parent -> new CommitId(parent.name())).toList();
    return text(history, commit, Constants.OBJ_COMMIT, parents);
  }

  private static Commit text(History history, ObjectId id, int type, List<CommitId> parents) {
    byte[] raw = history.objects().opened(id, type, TEXT_LIMIT);
    if (raw == null) {
      throw RemoteException.lasting(
          "git", "object " + id.name() + " is a commit or tag over 5 MiB", null);
    }
    return RawCommit.parse(raw).commit(new CommitId(id.name()), parents, Optional.empty());
  }

  private <T> T reading(Reading<T> reading) {
    try (History history = new History(store)) {
      return reading.read(history);
    } catch (Unreadable e) {
      throw RemoteException.lasting("git", store.explain(e), null);
    } catch (IOException e) {
      throw RemoteException.lasting("git", store.explain(Unreadable.of(e)), null);
    }
  }

  @FunctionalInterface
  private interface Reading<T> {
    T read(History history) throws IOException;
  }
}
