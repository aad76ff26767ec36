package dev.tidegate.rollout.affected;

import dev.tidegate.change.Change;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.RefName;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.rollout.App;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.Applications.Refresh;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.RolloutPlan.Certainty;
import dev.tidegate.rollout.RolloutPlan.Role;
import dev.tidegate.rollout.RolloutPlan.Root;
import dev.tidegate.rollout.RolloutPlan.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Finds what a change touches: a tree diff without renames against what each system is made from,
 * on the trees before and after. Pure; thread-safe.
 */
public final class Planner {
  private final Fleet fleet;

  public Planner(Fleet fleet) {
    this.fleet = fleet;
  }

  /**
   * The plan for a change that landed on a branch.
   *
   * @param branch the tracked branch; sources that follow it, or HEAD, count
   * @param apps every Application of Argo CD
   */
  public RolloutPlan plan(Change change, RefName branch, List<App> apps) {
    List<String> changed = change.result().stream().map(PathChange::path).toList();
    Map<AppName, Target> targets = new TreeMap<>();
    List<AppNeeds> following = new ArrayList<>();
    int unaffected = 0;
    for (App app : apps) {
      List<Integer> watched = watched(app.sources(), branch);
      if (watched.isEmpty()) {
        continue;
      }
      AppNeeds needs = new AppNeeds(app, watched, change);
      following.add(needs);
      Optional<Target> target = changed.isEmpty() ? Optional.empty() : needs.target(changed);
      target.ifPresent(t -> targets.put(app.name(), t));
      unaffected += target.isPresent() ? 0 : 1;
    }
    manifests(change, branch, apps, following, targets);
    return new RolloutPlan(
        change.repo(),
        change.head(),
        List.copyOf(targets.values()),
        unaffected,
        roots(change),
        talos(change));
  }

  private void manifests(
      Change change,
      RefName branch,
      List<App> apps,
      List<AppNeeds> following,
      Map<AppName, Target> targets) {
    List<AppManifests.Manifest> before = AppManifests.in(change.before(), change.result(), false);
    List<AppManifests.Manifest> after = AppManifests.in(change.after(), change.result(), true);
    for (AppManifests.Manifest manifest : after) {
      put(manifest, Role.DEFINED, branch, apps, following, targets);
    }
    for (AppManifests.Manifest manifest : before) {
      boolean stays =
          after.stream()
              .anyMatch(m ->
                  m.name().equals(manifest.name()) && m.namespace().equals(manifest.namespace()));
      if (!stays) {
        put(manifest, Role.REMOVED, branch, apps, following, targets);
      }
    }
  }

  private void put(
      AppManifests.Manifest manifest,
      Role role,
      RefName branch,
      List<App> apps,
      List<AppNeeds> following,
      Map<AppName, Target> targets) {
    Optional<App> live =
        apps.stream()
            .filter(a -> a.name().name().equals(manifest.name()))
            .filter(a ->
                manifest.namespace().isEmpty() || a.name().namespace().equals(manifest.namespace()))
            .findFirst();
    if (role == Role.REMOVED && live.isEmpty()) {
      return;
    }
    List<AppNeeds> parents =
        following.stream()
            .filter(n -> n.needs().touchedBy(manifest.file()))
            .filter(n -> live.isEmpty() || !n.app().name().equals(live.get().name()))
            .toList();
    String namespace = manifest.namespace().isEmpty() ? "argocd" : manifest.namespace();
    AppName name = live.map(App::name).orElseGet(() -> new AppName(namespace, manifest.name()));
    Optional<Target> known = Optional.ofNullable(targets.get(name));
    String what = role == Role.REMOVED ? "its manifest goes away: " : "its manifest changed: ";
    targets.put(
        name,
        new Target(
            name,
            live.map(App::project).orElse(manifest.project()),
            live.flatMap(App::generatePaths).isPresent() ? Refresh.HARD : Refresh.NORMAL,
            Certainty.AFFECTED,
            what + manifest.file() + known.map(k -> "; " + k.reason()).orElse(""),
            watched(manifest.sources(), branch),
            role,
            parents.stream().map(n -> n.app().name()).sorted().toList()));
  }

  private List<Integer> watched(List<App.Source> sources, RefName branch) {
    return IntStream.range(0, sources.size())
        .filter(i -> follows(sources.get(i), branch))
        .boxed()
        .toList();
  }

  private boolean follows(App.Source source, RefName branch) {
    String revision = source.targetRevision();
    return source.chart().isEmpty()
        && fleet.isThisRepo(source.repoUrl())
        && (revision.isEmpty()
            || revision.equals("HEAD")
            || revision.equals(branch.shortName())
            || revision.equals(branch.full())
            || ("refs/" + revision).equals(branch.full()));
  }

  /** The Terraform roots that a change touches, with the reason; needs no Argo CD. */
  public List<Root> roots(Change change) {
    List<Root> touched = new ArrayList<>();
    for (String declared : fleet.terraformRoots()) {
      String root = TreeView.join("", declared).orElse(declared);
      Dependencies needs = new Dependencies();
      new TerraformClosure(change.before(), root, needs).add();
      new TerraformClosure(change.after(), root, needs).add();
      List<String> changed = change.result().stream().map(PathChange::path).toList();
      Optional<String> path = changed.stream().filter(needs::touchedBy).findFirst();
      if (path.isPresent()) {
        touched.add(new Root(root, path.get() + " changed"));
      } else if (!changed.isEmpty() && needs.doubt().isPresent()) {
        touched.add(new Root(root, needs.doubt().get()));
      }
    }
    touched.sort(Comparator.comparing(Root::path));
    return touched;
  }

  private static boolean below(String path, String folder) {
    return folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/");
  }

  /** Touched paths that need a Talos job. */
  public List<String> talos(Change change) {
    List<String> folders =
        fleet.talosPaths().stream().flatMap(t -> TreeView.join("", t).stream()).toList();
    return change.result().stream()
        .map(PathChange::path)
        .filter(p -> folders.stream().anyMatch(f -> below(p, f)))
        .sorted()
        .toList();
  }
}
