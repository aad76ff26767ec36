package dev.tidegate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.sim.SimCheck;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One check run {@code tidegate} a head, whoever brings it and whatever happens meanwhile. */
final class WholeHeadsTest {
  private static final String DEPLOYMENT = "kubernetes/applications/litellm/deployment.yaml";
  private static final String SCRIPT = "#!/bin/sh\nkubectl apply -f x.yaml\n";

  @TempDir Path folder;
  private Stage stage;

  @BeforeEach
  void open() throws Exception {
    stage = new Stage(folder);
  }

  @AfterEach
  void close() {
    stage.close();
  }

  private String head(String path, String content) {
    stage.mia.branch("topic-0").write(path, content);
    String head = stage.mia.commit("Change something");
    stage.mia.push("topic-0");
    return head;
  }

  /** Pull requests of one head, onto different branches, told one after the other at once. */
  private List<Integer> pulls(String head, int count) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        stage.git("push", "-q", "REMOTE", head + ":refs/heads/topic-" + i);
      }
      stage.git("push", "-q", "REMOTE", "main~0:refs/heads/base-" + i);
    }
    for (int i = 0; i < count; i++) {
      String base = i % 2 == 0 ? "main" : "base-" + i;
      numbers.add(stage.forge.openPull("Topic", "mia", "topic-" + i, base).number());
    }
    return numbers;
  }

  private long told() {
    return stage.gate().deliveries().list(Optional.empty(), 200).stream()
        .filter(d -> d.event().equals("pull_request"))
        .count();
  }

  private List<SimCheck> ours(String head) {
    return stage.forge.checks(head).stream().filter(c -> c.name().equals("tidegate")).toList();
  }

  @Test
  void pullRequestsSideBySideShareOneCheckThatNamesThem() {
    String head = head("scripts/deploy.sh", SCRIPT);
    List<Integer> numbers = pulls(head, 6);
    Stage.await("all came", () -> told() >= 6);
    stage.settled();

    assertThat(ours(head)).singleElement().extracting(SimCheck::conclusion).isEqualTo("failure");
    for (int number : numbers) {
      assertThat(ours(head).getFirst().summary()).contains("pull request " + number + " (denied)");
      assertThat(stage.forge.comments(number)).hasSize(1);
    }
    assertThat(ours(head).getFirst().annotations()).hasSize(1);
  }

  @Test
  void aPushOfTheHeadOfAPullRequestAndItsSuiteMakeNoSecondCheck() {
    String head = head(DEPLOYMENT, scaled());
    int number = pulls(head, 1).getFirst();
    stage.git("push", "-q", "REMOTE", head + ":refs/heads/main");
    assertThat(stage.completed(head, "tidegate/rollout").conclusion()).isEqualTo("success");
    stage.settled();
    assertThat(ours(head)).singleElement().extracting(SimCheck::conclusion).isEqualTo("success");
    assertThat(stage.forge.pull(number)).isPresent();
  }

  @Test
  void aRestartInTheMiddleMakesNoSecondCheck() {
    String head = head("scripts/deploy.sh", SCRIPT);
    pulls(head, 4);
    Stage.await("the check is begun", () -> !ours(head).isEmpty());
    stage.restart();
    Stage.await("all came", () -> told() >= 4);
    stage.settled();
    assertThat(ours(head)).singleElement().extracting(SimCheck::conclusion).isEqualTo("failure");
  }

  @Test
  void oneRequestToJudgeAgainMakesOneCheckForAllPullRequests() {
    String head = head("scripts/deploy.sh", SCRIPT);
    pulls(head, 3);
    Stage.await("all came", () -> told() >= 3);
    stage.settled();

    stage.forge.rerun(head, "topic-0");
    Stage.await("a second check", () -> ours(head).size() == 2);
    stage.settled();

    assertThat(ours(head)).extracting(SimCheck::conclusion).containsExactly("failure", "failure");
    assertThat(ours(head).getLast().summary()).contains("The strictest verdict counts");
  }

  private String scaled() {
    return DemoFiles.text("gitops/" + DEPLOYMENT).replace("replicas: 1", "replicas: 2");
  }
}
