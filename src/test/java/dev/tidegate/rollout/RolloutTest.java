package dev.tidegate.rollout;

import static dev.tidegate.rollout.TestApp.app;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.journal.Run;
import dev.tidegate.rollout.Applications.Refresh;
import dev.tidegate.rollout.Outcome.Row;
import dev.tidegate.rollout.Outcome.Status;
import dev.tidegate.rollout.RolloutPlan.Certainty;
import dev.tidegate.rollout.RolloutPlan.Role;
import dev.tidegate.rollout.RolloutPlan.Target;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The driver against a scripted Argo CD and a clock that only its pauses move. */
final class RolloutTest {
  /** Commits in order: each descends from those before it; APART is on another line. */
  private static final String OLD = "1".repeat(40);

  private static final String C = "2".repeat(40);
  private static final String NEWER = "3".repeat(40);
  private static final String APART = "f".repeat(40);
  private static final AppName WEB = new AppName("argocd", "web");

  private final ScriptedArgo argo = new ScriptedArgo();
  private final List<Duration> pauses = new ArrayList<>();
  private final List<Outcome> told = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-25T12:00:00Z");

  @Test
  void deploysThroughTheStatesThatARealServerWentThrough() {
    argo.onRefresh(app("web").sync("OutOfSync").at(C));
    argo.onLook(
        app("web").sync("OutOfSync").at(C).operating(),
        app("web").sync("OutOfSync").at(C).operating().operation("Running", "waiting", C),
        app("web").sync("OutOfSync").at(C).operation("Succeeded", "done", C),
        app("web").at(C).health("Progressing").operation("Succeeded", "done", C),
        app("web").at(C).operation("Succeeded", "done", C));

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.DEPLOYED);
    assertThat(row.revision()).isEqualTo(C);
    assertThat(told.stream().map(o -> o.rows().getFirst().status()).distinct())
        .containsExactly(Status.ROLLING_OUT, Status.DEPLOYED);
  }

  @Test
  void asksAgainUntilTheAnswerCarriesTheCommitThenThrowsTheCacheAway() {
    argo.onRefresh(app("web").at(OLD), app("web").at(OLD), app("web").at(OLD), app("web").at(C));
    argo.onLook(app("web").at(C));

    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
    assertThat(argo.asked.subList(0, 4))
        .containsExactly("NORMAL web", "NORMAL web", "HARD web", "HARD web");
    assertThat(pauses).allMatch(p -> p.compareTo(Duration.ofMillis(300)) >= 0);
  }

  @Test
  @DisplayName("case 179: a refresh that hangs is freed by a hard one")
  void freesAHangingRefreshWithAHardOne() {
    argo.onRefresh(
        WEB,
        () -> {
          throw RemoteException.passing("argocd", "no answer within 10 s", null);
        });
    argo.onRefresh(app("web").at(C));
    argo.onLook(app("web").at(C));

    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
    assertThat(argo.asked.subList(0, 2)).containsExactly("NORMAL web", "HARD web");
  }

  @Test
  void neverTakesANormalRefreshOfAnAnnotatedApplicationForProof() {
    argo.onRefresh(app("web").generatePaths(".").at(C));
    argo.onLook(app("web").generatePaths(".").at(C));

    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
    assertThat(argo.asked.subList(0, 2)).containsExactly("NORMAL web", "HARD web");
  }

  @Test
  void aDescendantOfTheCommitWillDo() {
    argo.onRefresh(app("web").at(NEWER)).onLook(app("web").at(NEWER));
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
  }

  @Test
  @DisplayName("case 182: Synced and Healthy at an older revision is never a success")
  void anOlderRevisionIsNeverASuccess() {
    argo.onRefresh(app("web").at(OLD));

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(row.reason()).contains("did not look at the commit").contains("older revision");
  }

  @Test
  void everyWatchedSourceMustReachTheCommitAndChartVersionsDoNotCount() {
    Target two = target(Refresh.NORMAL, List.of(0, 2));
    argo.onRefresh(app("web").at(C, "4.2.1", OLD), app("web").at(C, "4.2.1", C));
    argo.onLook(app("web").at(C, "4.2.1", C));

    assertThat(drive(two).status()).isEqualTo(Status.DEPLOYED);
    assertThat(argo.asked.subList(0, 2)).containsExactly("NORMAL web", "NORMAL web");
  }

  @Test
  void aForcePushThatDropsTheCommitSupersedesIt() {
    argo.onRefresh(app("web").at(APART));
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.SUPERSEDED);
  }

  @Test
  @DisplayName("case 183: Degraded after Healthy is a failure, even before it has settled")
  void degradedAfterHealthyFails() {
    argo.onRefresh(app("web").at(C));
    argo.onLook(app("web").at(C).health("Degraded"));

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.reason()).isEqualTo("Degraded");
  }

  @Test
  void degradedFromTheStartIsGivenTimeToRecover() {
    argo.onRefresh(app("web").at(C).health("Degraded"));
    argo.onLook(app("web").at(C).health("Degraded"), app("web").at(C));
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
  }

  @Test
  @DisplayName("case 184: a hook that never ends times out with Argo CD's own words")
  void aStuckHookTimesOutWithItsReason() {
    TestApp stuck =
        app("web")
            .sync("OutOfSync")
            .at(C)
            .operating()
            .operation("Running", "waiting for completion of hook batch/Job/migrate", C);
    argo.onRefresh(stuck).onLook(stuck);

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.TIMED_OUT);
    assertThat(row.reason()).contains("hook batch/Job/migrate");
  }

  @Test
  @DisplayName("case 185: without automatic sync nothing will happen, and that is said")
  void withoutAutomaticSyncItIsHeld() {
    argo.onRefresh(app("web").manual().sync("OutOfSync").at(C));

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.HELD);
    assertThat(row.reason()).contains("automatic sync is off");
  }

  @Test
  @DisplayName("case 181: an Application deleted while watched is a failure")
  void anApplicationDeletedWhileWatchedFails() {
    argo.onRefresh(app("web").at(C).health("Progressing")).onLook(WEB, Optional::empty);
    assertThat(drive(target(Refresh.NORMAL)).reason()).contains("no longer has");
  }

  @Test
  @DisplayName("case 174: a refusal ends at once with what Argo CD said")
  void aRefusalEndsAtOnce() {
    argo.onRefresh(
        WEB,
        () -> {
          throw RemoteException.lasting("argocd", "permission denied", null);
        });

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(argo.asked).hasSize(1);
  }

  @Test
  @DisplayName("case 177: a limit is honoured before asking again")
  void waitsAsLongAsArgoCdWants() {
    argo.onRefresh(
        WEB,
        () -> {
          throw RemoteException.limited("argocd", "too many requests", Duration.ofSeconds(17));
        });
    argo.onRefresh(app("web").at(C)).onLook(app("web").at(C));

    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
    assertThat(pauses.getFirst()).isEqualTo(Duration.ofSeconds(17));
  }

  @Test
  void aFailingSyncIsSaidToBeRetryingAndFailsWhenArgoCdGivesUp() {
    List<String> failed = List.of("ConfigMap x: is invalid");
    argo.onRefresh(app("web").sync("OutOfSync").at(C));
    argo.onLook(
        app("web")
            .sync("OutOfSync")
            .at(C)
            .operating()
            .operation("Running", "Retrying attempt #2", C, 2, false, false, failed),
        app("web")
            .sync("OutOfSync")
            .at(C)
            .operation("Failed", "one or more objects failed", C, 5, false, false, failed));

    Row row = drive(target(Refresh.NORMAL));

    assertThat(told.stream().map(o -> o.rows().getFirst().status()))
        .contains(Status.FAILING_RETRYING);
    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.reason()).contains("ConfigMap x: is invalid");
  }

  @Test
  void aStaleFailureOfAnOlderRevisionDoesNotCount() {
    argo.onRefresh(app("web").at(C).operation("Failed", "broken", OLD));
    argo.onLook(app("web").at(C).operation("Failed", "broken", OLD));
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
  }

  @Test
  void aHookThatFailsAfterTheSyncIsAFailureThoughAllIsSyncedAndHealthy() {
    TestApp tested =
        app("web")
            .at(C)
            .operation(
                "Failed",
                "one or more synchronization tasks completed unsuccessfully",
                C,
                0,
                false,
                false,
                List.of("Job smoke-test: backoff limit exceeded"));
    argo.onRefresh(tested).onLook(tested);

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.reason()).contains("smoke-test");
  }

  @Test
  void whatNeverTurnsHealthyTimesOutWithArgoCdsWordAndSuspendedIsHeld() {
    for (String health : List.of("Progressing", "Missing", "Unknown", "Suspended")) {
      ScriptedArgo one = new ScriptedArgo();
      one.onRefresh(app("web").at(C).health(health)).onLook(app("web").at(C).health(health));
      Row row = drive(one, target(Refresh.NORMAL)).rows().getFirst();
      assertThat(row.status())
          .as(health)
          .isEqualTo(health.equals("Suspended") ? Status.HELD : Status.TIMED_OUT);
      assertThat(row.reason()).contains(health);
    }
  }

  @Test
  void aRemovedApplicationIsWatchedUntilItIsGone() {
    argo.onLook(app("web").at(OLD)).onLook(WEB, Optional::empty);
    Row row = drive(removed());
    assertThat(row.status()).isEqualTo(Status.DEPLOYED);
    assertThat(row.reason()).contains("removed");
    assertThat(argo.asked).containsOnly("get web");
  }

  @Test
  void aRemovedApplicationThatStaysIsHeld() {
    argo.onLook(app("web").at(OLD));
    Row row = drive(removed());
    assertThat(row.status()).isEqualTo(Status.HELD);
    assertThat(row.reason()).contains("still there").contains("pruning");
  }

  private static Target removed() {
    return new Target(
        WEB,
        "default",
        Refresh.NORMAL,
        Certainty.AFFECTED,
        "its manifest goes away",
        List.of(0),
        Role.REMOVED,
        List.of());
  }

  @Test
  void anInvalidSpecSeenOnceMayBeOlderThanTheCommit() {
    argo.onRefresh(
        app("web")
            .sync("Unknown")
            .neverReconciled()
            .condition("InvalidSpecError", "there are no clusters with this name: x"),
        app("web").at(C));
    argo.onLook(app("web").at(C));
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
  }

  @Test
  void aRenderErrorIsTheCommitsFaultOnceAskedTwice() {
    TestApp broken =
        app("web")
            .sync("Unknown")
            .at("main")
            .condition("ComparisonError", "rpc error: code = FailedPrecondition desc = bad yaml");
    argo.onRefresh(broken);

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.reason()).contains("cannot make its manifests").contains("bad yaml");
    assertThat(argo.asked).hasSize(2);
  }

  @Test
  void anUnreachableRepoServerIsNotTheCommitsFaultAndIsAskedAgain() {
    argo.onRefresh(
        app("web")
            .sync("Unknown")
            .at("main")
            .condition("ComparisonError", "rpc error: code = Unavailable desc = refused"),
        app("web").at(C));
    argo.onLook(app("web").at(C));

    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
    assertThat(told.getFirst().rows().getFirst().reason()).contains("not this commit's fault");
  }

  @Test
  void anInvalidSpecFailsThoughItWasNeverReconciled() {
    argo.onRefresh(
        app("web")
            .sync("Unknown")
            .health("Unknown")
            .neverReconciled()
            .condition("InvalidSpecError", "there are no clusters with this name: x"));

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.FAILED);
    assertThat(row.reason()).contains("no clusters with this name");
  }

  @Test
  void aSyncWindowHoldsItAndOnlyArgoCdsWindowsTellThat() {
    TestApp idle = app("web").sync("OutOfSync").at(C);
    argo.onRefresh(idle).onLook(idle).windowOver("web");

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.HELD);
    assertThat(row.reason()).contains("sync window");
  }

  @Test
  void anOperationBlockedByAWindowIsHeld() {
    TestApp blocked =
        app("web")
            .at(C)
            .operating()
            .operation("Running", "Sync operation blocked by sync window", C);
    argo.onRefresh(blocked).onLook(blocked);
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.HELD);
  }

  @Test
  void onlyPruningLeftIsHeldWithTheNames() {
    TestApp left = app("web").sync("OutOfSync").at(C).toPrune("ConfigMap extra");
    argo.onRefresh(left).onLook(left);

    Row row = drive(target(Refresh.NORMAL));

    assertThat(row.status()).isEqualTo(Status.HELD);
    assertThat(row.reason()).contains("ConfigMap extra");
  }

  @Test
  void aDryRunOrPartialSyncIsNoDeployment() {
    for (boolean dry : List.of(true, false)) {
      ScriptedArgo one = new ScriptedArgo();
      TestApp half = app("web").at(C).operation("Succeeded", "", C, 0, dry, !dry, List.of());
      one.onRefresh(half).onLook(half);
      Outcome outcome = drive(one, target(Refresh.NORMAL));
      assertThat(outcome.rows().getFirst().status()).isEqualTo(Status.HELD);
      assertThat(outcome.deployed()).isFalse();
    }
  }

  @Test
  void aHydratedApplicationMustRunWhatWasRenderedFromTheCommit() {
    String wet = "a".repeat(40);
    argo.onRefresh(app("web").at("b".repeat(40)).hydrated(OLD, "b".repeat(40)));
    argo.onRefresh(
        app("web").at("b".repeat(40)).hydrated(C, wet), app("web").at(wet).hydrated(C, wet));
    argo.onLook(app("web").at(wet).hydrated(C, wet));
    assertThat(drive(target(Refresh.NORMAL)).status()).isEqualTo(Status.DEPLOYED);
    assertThat(argo.asked.stream().filter(a -> a.endsWith("web") && !a.startsWith("get")))
        .hasSize(3);
  }

  @Test
  void aChildIsLookedAtOnlyAfterTheParentThatAppliesItsManifest() {
    AppName parent = new AppName("argocd", "apps");
    Target root =
        new Target(
            parent,
            "default",
            Refresh.NORMAL,
            Certainty.AFFECTED,
            "",
            List.of(0),
            Role.CONTENT,
            List.of());
    Target child =
        new Target(
            WEB,
            "default",
            Refresh.NORMAL,
            Certainty.AFFECTED,
            "",
            List.of(0),
            Role.DEFINED,
            List.of(parent));
    argo.onRefresh(app("apps").at(C)).onLook(app("apps").at(C));
    argo.onRefresh(WEB, Optional::empty);
    argo.onRefresh(app("web").at(C)).onLook(app("web").at(C));

    Outcome outcome = drive(argo, root, child);

    assertThat(outcome.deployed()).isTrue();
    assertThat(argo.asked.indexOf("NORMAL web")).isGreaterThan(argo.asked.lastIndexOf("get apps"));
  }

  @Test
  void aChildOfAParentThatFailedIsNotJudgedByItsOldSpec() {
    AppName parent = new AppName("argocd", "apps");
    Target root =
        new Target(
            parent,
            "default",
            Refresh.NORMAL,
            Certainty.AFFECTED,
            "",
            List.of(0),
            Role.CONTENT,
            List.of());
    Target child =
        new Target(
            WEB,
            "default",
            Refresh.NORMAL,
            Certainty.AFFECTED,
            "",
            List.of(0),
            Role.DEFINED,
            List.of(parent));
    argo.onRefresh(app("apps").manual().sync("OutOfSync").at(C));

    Outcome outcome = drive(argo, root, child);

    assertThat(outcome.rows()).extracting(Row::status).containsOnly(Status.HELD);
    assertThat(argo.asked).containsExactly("NORMAL apps");
  }

  @Test
  void aPlanWithoutApplicationsHasNothingToWaitFor() {
    Outcome outcome = drive(argo);
    assertThat(outcome.deployed()).isTrue();
    assertThat(outcome.ended()).isTrue();
  }

  @Test
  void manyApplicationsAreAskedSideBySideAndAllMustSettle() {
    List<Target> targets = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String name = "app" + i;
      targets.add(
          new Target(
              new AppName("argocd", name),
              "default",
              Refresh.NORMAL,
              Certainty.AFFECTED,
              "",
              List.of(0),
              Role.CONTENT,
              List.of()));
      argo.onRefresh(app(name).at(C))
          .onLook(app(name).at(C).health(i == 7 ? "Degraded" : "Healthy"));
    }
    Outcome outcome = drive(argo, targets.toArray(Target[]::new));
    assertThat(outcome.ended()).isTrue();
    assertThat(outcome.deployed()).isFalse();
    assertThat(outcome.rows().stream().filter(r -> r.status() == Status.DEPLOYED)).hasSize(39);
  }

  private static Target target(Refresh refresh) {
    return target(refresh, List.of(0));
  }

  private static Target target(Refresh refresh, List<Integer> watched) {
    return new Target(
        WEB, "default", refresh, Certainty.AFFECTED, "x changed", watched, Role.CONTENT, List.of());
  }

  private Row drive(Target target) {
    return drive(argo, target).rows().getFirst();
  }

  private Outcome drive(ScriptedArgo server, Target... targets) {
    CommitId commit = new CommitId(C);
    RepoId repo = RepoId.of("acme/gitops");
    Rollout rollout =
        new Rollout(
            server,
            (r, ancestor, descendant) ->
                !descendant.hex().equals(APART)
                    && !ancestor.hex().equals(APART)
                    && ancestor.hex().compareTo(descendant.hex()) <= 0,
            () -> now,
            time -> {
              pauses.add(time);
              now = now.plus(time);
            },
            Rollout.Settings.standard());
    return rollout.drive(
        new RolloutPlan(repo, commit, List.of(targets), 0, List.of(), List.of()),
        new MemoryRun(),
        told::add);
  }

  /** A run without a disk. */
  private static final class MemoryRun implements Run {
    private final Map<String, Object> steps = new HashMap<>();

    @Override
    public String id() {
      return "test";
    }

    @Override
    public void boundary() {}

    @Override
    public <T> T step(String name, Class<T> type, Supplier<T> work) {
      assertThat(steps).as("step names are unique").doesNotContainKey(name);
      T result = work.get();
      steps.put(name, result);
      return result;
    }

    @Override
    public void step(String name, Runnable work) {
      work.run();
    }

    @Override
    public <T> T once(String name, Class<T> type, Supplier<T> work, Supplier<Optional<T>> probe) {
      throw new IllegalStateException("refreshing may be repeated");
    }
  }
}
