package dev.tidegate.ingress.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.CommitId;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A judgement that breaks down rejects, and says which of the two it was. */
final class HookBreakdownTest {
  @TempDir private Path folder;

  private HookAnswer broken(Throwable cause) {
    Pushes breaking =
        new Pushes() {
          @Override
          public Waiting open(HookRequest request, List<RefUpdate> updates) {
            throw new IllegalStateException(new ExecutionException(cause));
          }

          @Override
          public CommitId commit(HookRequest request, String revision) {
            throw new AssertionError(revision);
          }
        };
    String line = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/main\n";
    return new Hook(breaking, InstantSource.system(), Account.own())
        .answer(
            new HookRequest(
                HookRequest.Kind.PRE_RECEIVE,
                List.of(),
                folder,
                Map.of("GIT_DIR", ".", "TIDEGATE_STATE", folder.toString()),
                line));
  }

  @Test
  void lackOfMemoryIsSaidWithWhatToDo() {
    HookAnswer answer = broken(new OutOfMemoryError("Java heap space"));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text().replaceAll("\\s+", " "))
        .contains("could not be judged", "more memory", "Push fewer or smaller files at once")
        .doesNotContain("bug", "Exception");
  }

  @Test
  void aBugIsCalledOne() {
    HookAnswer answer = broken(new ArithmeticException("by zero"));
    assertThat(answer.code()).isEqualTo(1);
    assertThat(answer.text()).contains("A bug stopped the judgement");
  }
}
