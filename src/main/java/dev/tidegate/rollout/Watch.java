package dev.tidegate.rollout;

import dev.tidegate.rollout.Applications.Refresh;
import dev.tidegate.rollout.Outcome.Row;
import dev.tidegate.rollout.Outcome.Status;
import dev.tidegate.rollout.RolloutPlan.Role;
import dev.tidegate.rollout.RolloutPlan.Target;
import dev.tidegate.trouble.RemoteException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Application on its way: asked to look until what comes back proves that it looked at the
 * commit, then watched. Used by one thread at a time.
 */
final class Watch {
  private static final Logger log = LoggerFactory.getLogger(Watch.class);

  private final Target target;
  private final Applications apps;
  private final Rollout.Settings settings;
  private final InstantSource clock;
  private final Judge judge;
  private Row row;
  private final Instant begun;
  private boolean asking;
  private int asked;
  private int broken;
  private boolean hardAnswered;
  private boolean hung;
  private Duration wish = Duration.ZERO;

  Watch(
      Target target,
      Applications apps,
      Revisions revisions,
      Rollout.Settings settings,
      InstantSource clock) {
    this.target = target;
    this.apps = apps;
    this.settings = settings;
    this.clock = clock;
    this.begun = clock.instant();
    this.judge = new Judge(target, revisions, settings, begun);
    this.row = new Row(target.name(), Status.WAITING, target.reason(), "");
    this.asking = target.role() != Role.REMOVED;
  }

  Row row() {
    return row;
  }

  boolean ended() {
    return row.status().last();
  }

  boolean asking() {
    return asking && !ended();
  }

  /** How long Argo CD wants to be left alone; zero where it said nothing. */
  Duration wish() {
    return ended() ? Duration.ZERO : wish;
  }

  /** What applies its manifest did not get there, so that looking at it would prove nothing. */
  void heldBy(Row parent) {
    if (!ended()) {
      end(
          Status.HELD,
          "its manifest comes through " + parent.app() + ", which is " + parent.status().word());
    }
  }

  void timeOut(Duration within) {
    if (!ended()) {
      end(Status.TIMED_OUT, "not there after " + within.toSeconds() + " s: " + row.reason());
    }
  }

  /** One question and what follows from the answer. Trouble becomes the row's reason. */
  void look() {
    wish = Duration.ZERO;
    try {
      Optional<App> app = asking ? ask() : apps.get(target.name(), target.project());
      if (target.role() == Role.REMOVED) {
        removed(app);
      } else if (app.isEmpty()) {
        gone();
      } else if (asking) {
        answered(app.get());
      } else {
        watched(app.get());
      }
    } catch (RemoteException e) {
      hung = true;
      String said = Objects.toString(e.getMessage(), e.system());
      wish = e.retryAfter().orElse(Duration.ZERO);
      if (e.retryable()) {
        row = new Row(target.name(), notYet(), said, row.revision());
      } else {
        end(Status.FAILED, said);
      }
    } catch (RuntimeException e) {
      log.error("Watching {} failed", target.name(), e);
      end(Status.FAILED, "a bug stopped the watching (" + e.getClass().getSimpleName() + ")");
    }
    if (asking() && !clock.instant().isBefore(begun.plus(settings.lookWithin()))) {
      end(
          Status.TIMED_OUT,
          "Argo CD was asked " + asked + " times and did not look at the commit: " + row.reason());
    }
  }

  private Optional<App> ask() {
    boolean hard = target.refresh() == Refresh.HARD || hung || asked >= 2;
    asked++;
    Optional<App> app =
        apps.refresh(
            target.name(),
            target.project(),
            hard ? Refresh.HARD : Refresh.NORMAL,
            settings.answerWithin());
    hardAnswered |= hard;
    hung = false;
    return app;
  }

  private void answered(App app) {
    AppState state = app.state();
    if (app.generatePaths().isPresent() && !hardAnswered) {
      // A normal refresh may move old manifests to the new revision: only a hard one proves.
      hung = true;
      row = new Row(target.name(), Status.REFRESHING, "asked again, without the cache", "");
      return;
    }
    if (judge.broken(state).isPresent() && ++broken < 2) {
      row = new Row(target.name(), Status.REFRESHING, judge.broken(state).get(), "");
      return;
    }
    if (looked(state)) {
      asking = false;
    }
    row = judge.row(app, clock.instant(), false);
    if (asking && !ended()) {
      row = new Row(target.name(), Status.REFRESHING, row.reason(), row.revision());
    }
  }

  /** True where the answer itself proves that the commit was looked at. */
  private boolean looked(AppState state) {
    if (target.watched().isEmpty()) {
      Instant since = begun.truncatedTo(ChronoUnit.SECONDS);
      return state.reconciledAt().filter(at -> !at.isBefore(since)).isPresent();
    }
    return judge.stand(state) == Revisions.Stand.CONTAINS;
  }

  private void watched(App app) {
    Instant now = clock.instant();
    boolean blocked =
        judge.wouldAskForWindow(app, now) && apps.blockedByWindow(target.name(), target.project());
    row = judge.row(app, now, blocked);
  }

  /** Its manifest went away: who applied it may delete it, or leave it where it is. */
  private void removed(Optional<App> app) {
    if (app.isEmpty()) {
      end(Status.DEPLOYED, "removed, as its manifest was");
    } else if (clock.instant().isBefore(begun.plus(settings.lookWithin()))) {
      row = new Row(target.name(), Status.ROLLING_OUT, "its manifest went away; still there", "");
    } else {
      end(
          Status.HELD,
          "its manifest went away and it is still there: deleting it depends on pruning and"
              + " finalizers, see whether it is still wanted");
    }
  }

  private void gone() {
    if (target.role() == Role.DEFINED && asking) {
      row =
          new Row(
              target.name(),
              Status.REFRESHING,
              target.after().isEmpty()
                  ? "Argo CD does not have it, and no Application of this repository applies it"
                  : "Argo CD has not created it yet",
              "");
    } else {
      end(Status.FAILED, "Argo CD no longer has this Application");
    }
  }

  private Status notYet() {
    return asking ? Status.REFRESHING : Status.ROLLING_OUT;
  }

  private void end(Status status, String reason) {
    row = new Row(target.name(), status, reason, row == null ? "" : row.revision());
  }
}
