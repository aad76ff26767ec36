package dev.tidegate.client.git;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.change.RefName;
import dev.tidegate.client.git.Received.Update;
import dev.tidegate.client.git.Received.View;
import dev.tidegate.client.git.open.OpenRepositories;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.trouble.RemoteException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a push brings, its objects in a folder beside the repository's as in git's quarantine. */
final class ArrivalsTest {
  @TempDir Path folder;
  private GitRepo server;
  private GitRepo push;
  private String tip;

  @BeforeEach
  void make() {
    server = GitRepo.in(folder.resolve("server"));
    server.write("a.md", "one").commit("One");
    server.write("a.md", "two").commit("Two");
    tip = server.head();
    server.git("clone", "-q", "--shared", server.directory().toString(), folder + "/push");
    push = GitRepo.at(folder.resolve("push"));
  }

  private List<String> brought(String id) {
    Path objects = push.directory().resolve(".git/objects");
    Path before = server.directory().resolve(".git/objects");
    Map<String, String> environment = new HashMap<>();
    environment.put("GIT_DIR", ".git");
    environment.put("GIT_OBJECT_DIRECTORY", objects.toString());
    environment.put("GIT_QUARANTINE_PATH", objects.toString());
    environment.put("GIT_ALTERNATE_OBJECT_DIRECTORIES", before.toString());
    try (OpenRepositories open = new OpenRepositories(2);
        LocalRepository local =
            LocalRepository.ofHook(server.directory(), environment, open, Clock.systemUTC())) {
      Update update =
          new Update(RefName.branch("new"), Optional.empty(), Optional.of(new CommitId(id)));
      View view = new View("", Optional.of(new CommitId(tip)), Set.of());
      return local.received().changes(List.of(update), view, Optional.empty()).values().stream()
          .map(Change::commits)
          .flatMap(List::stream)
          .map(Commit::id)
          .map(CommitId::hex)
          .toList();
    }
  }

  /** A branch that cannot be read is met by whoever reads the tips of all refs. */
  private void breakAnotherBranch() throws Exception {
    server.git("checkout", "-q", "-b", "other");
    String id = server.write("b.md", "other").commit("Other");
    Path file = server.directory().resolve(".git/objects/" + id.substring(0, 2));
    file = file.resolve(id.substring(2));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "not an object");
  }

  @Test
  void commitsOnATipAreFoundWithoutReadingTheOtherBranches() throws Exception {
    breakAnotherBranch();
    String first = push.write("c.md", "three").commit("Three");
    String second = push.write("c.md", "four").commit("Four");
    assertThat(brought(second)).containsExactly(first, second);
  }

  @Test
  void aHistoryOfItsOwnIsNewFromItsRoot() throws Exception {
    breakAnotherBranch();
    push.git("checkout", "-q", "--orphan", "own");
    String root = push.commit("Root");
    assertThat(brought(root)).containsExactly(root);
  }

  @Test
  void onAnOldCommitOfTheProtectedBranchTheOthersAreNotRead() throws Exception {
    breakAnotherBranch();
    push.git("checkout", "-q", "HEAD~1");
    String next = push.write("c.md", "three").commit("Three");
    assertThat(brought(next)).containsExactly(next);
  }

  @Test
  void onAnOldCommitOfAnyOtherBranchAllAreAsked() throws Exception {
    server.git("checkout", "-q", "-b", "side");
    String middle = server.write("e.md", "middle").commit("Middle");
    server.write("e.md", "newer").commit("Newer");
    push.git("checkout", "-q", middle);
    String next = push.write("c.md", "three").commit("Three");
    assertThat(brought(next)).containsExactly(next);
    breakAnotherBranch();
    assertThatThrownBy(() -> brought(next)).isInstanceOf(RemoteException.class);
  }

  @Test
  void whatNoRefNamesAnyLongerIsNewAgain() {
    server.git("checkout", "-q", "-b", "gone");
    String dropped = server.write("d.md", "dropped").commit("Dropped");
    server.git("checkout", "-q", "-");
    server.git("branch", "-q", "-D", "gone");
    push.git("checkout", "-q", dropped);
    String next = push.write("c.md", "three").commit("Three");
    assertThat(brought(next)).containsExactly(dropped, next);
  }

  @Test
  void aMergeOfATipAndAnOldCommitBringsItselfOnly() {
    String old = push.git("rev-parse", "HEAD~1");
    String merge = push.commitTree(push.git("rev-parse", "HEAD^{tree}"), "Merge", push.head(), old);
    assertThat(brought(merge)).containsExactly(merge);
  }
}
