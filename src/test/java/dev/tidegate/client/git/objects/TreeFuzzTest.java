package dev.tidegate.client.git.objects;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.eclipse.jgit.internal.storage.dfs.DfsRepositoryDescription;
import org.eclipse.jgit.internal.storage.dfs.InMemoryRepository;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.junit.jupiter.api.Timeout;

/** A walk through any tree objects ends with entries or in the one documented exception. */
final class TreeFuzzTest {
  /** Two trees, split at the first line break; an id that begins with 1 or 2 is made a real one. */
  @FuzzTest(maxDuration = "10m")
  @Timeout(20)
  void tree(byte[] input) throws IOException {
    int cut = 0;
    while (cut < input.length && input[cut] != '\n') {
      cut++;
    }
    try (InMemoryRepository repository =
            new InMemoryRepository(new DfsRepositoryDescription("fuzz"));
        ObjectInserter objects = repository.newObjectInserter()) {
      ObjectId blob = objects.insert(Constants.OBJ_BLOB, new byte[] {'x'});
      byte[] inner = linked(Arrays.copyOfRange(input, 0, cut), blob, blob);
      ObjectId child = objects.insert(Constants.OBJ_TREE, inner);
      byte[] outer =
          linked(
              Arrays.copyOfRange(input, Math.min(cut + 1, input.length), input.length),
              child,
              blob);
      ObjectId root = objects.insert(Constants.OBJ_TREE, outer);
      objects.flush();
      ObjectStore store = ObjectStore.of(repository, "read it again");
      walk(store, root, child);
    }
  }

  private static byte[] linked(byte[] tree, ObjectId one, ObjectId two) {
    for (int i = 0; i + 20 < tree.length; i++) {
      if (tree[i] == 0) {
        if (tree[i + 1] == 1 || tree[i + 1] == 2) {
          (tree[i + 1] == 1 ? one : two).copyRawTo(tree, i + 1);
        }
        i += 20;
      }
    }
    return tree;
  }

  private static void walk(ObjectStore store, ObjectId root, ObjectId child) {
    try {
      Tree tree = store.tree(root);
      for (FileEntry file : tree.under("")) {
        assertThat(tree.at(file.path())).isNotNull();
        assertThat(tree.under(file.path())).isNotNull();
      }
      try (Objects objects = store.open()) {
        new TreeWalker(objects).walk("", root, List.of(child), (path, t, i, first, j) -> {});
      }
    } catch (RemoteException | Unreadable expected) {
      assertThat(expected.getMessage()).isNotBlank();
    }
  }
}
