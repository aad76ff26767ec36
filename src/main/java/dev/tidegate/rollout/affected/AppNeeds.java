package dev.tidegate.rollout.affected;

import dev.tidegate.change.Change;
import dev.tidegate.change.Tree;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.Applications.Refresh;
import dev.tidegate.rollout.RolloutPlan.Certainty;
import dev.tidegate.rollout.RolloutPlan.Role;
import dev.tidegate.rollout.RolloutPlan.Target;
import java.util.List;
import java.util.Optional;

/** One Application that follows the branch, and what it is made from. */
final class AppNeeds {
  private final App app;
  private final List<Integer> watched;
  private final Dependencies needs = new Dependencies();

  AppNeeds(App app, List<Integer> watched, Change change) {
    this.app = app;
    this.watched = watched;
    closure(change.before());
    closure(change.after());
    app.generatePaths()
        .ifPresent(
            paths -> watched.forEach(i -> RefreshPaths.add(paths, app.sources().get(i), needs)));
  }

  private void closure(Tree tree) {
    SourceClosure closure = new SourceClosure(tree, needs);
    for (int index : watched) {
      App.Source source = app.sources().get(index);
      boolean declared = app.generatePaths().isPresent() && source.plugin();
      if (!declared) { // a plugin's files are known only where the annotation tells them
        closure.source(source);
      }
      if (!source.ref().isEmpty()) {
        closure.lent(app.sources(), source.ref());
      }
    }
  }

  App app() {
    return app;
  }

  Dependencies needs() {
    return needs;
  }

  /** How to refresh it, or empty where it is proven unaffected. */
  Optional<Target> target(List<String> changed) {
    Optional<String> path = changed.stream().filter(needs::touchedBy).findFirst();
    if (path.isEmpty() && needs.doubt().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Target(
            app.name(),
            app.project(),
            app.generatePaths().isPresent() ? Refresh.HARD : Refresh.NORMAL,
            path.isPresent() ? Certainty.AFFECTED : Certainty.UNKNOWN,
            path.map(p -> p + " changed").or(needs::doubt).orElse(""),
            watched,
            Role.CONTENT,
            List.of()));
  }
}
