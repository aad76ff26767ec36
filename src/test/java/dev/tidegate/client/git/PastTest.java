package dev.tidegate.client.git;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.Commit;
import dev.tidegate.policy.audit.Past;
import dev.tidegate.testing.GitRepo;
import dev.tidegate.testing.TestClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PastTest {
  @TempDir Path folder;

  /** An audit numbers commits by their order: both ways of reading them must agree. */
  @Test
  void textsComeInTheOrderOfTheWalk() {
    GitRepo repo = GitRepo.in(folder);
    repo.write("a.md", "a").commit("one");
    repo.git("checkout", "-q", "-b", "side");
    repo.write("b.md", "b").commit("two");
    repo.git("checkout", "-q", "main");
    repo.write("c.md", "c").commit("three");
    repo.git("merge", "-q", "--no-edit", "side");
    repo.git("tag", "-a", "v1", "-m", "the tag");
    try (LocalRepository local = LocalRepository.open(folder, Map.of(), new TestClock())) {
      Past past = local.past();
      List<Commit> walked = new ArrayList<>();
      past.walk(walked::add);
      List<Commit> alone = new ArrayList<>();
      past.texts(alone::add);
      assertThat(walked).hasSize(5);
      assertThat(alone).usingRecursiveFieldByFieldElementComparator().isEqualTo(walked);
    }
  }
}
