package dev.tidegate.policy.rules.identity;

import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.PathChange;
import dev.tidegate.change.Tree;
import dev.tidegate.fleet.Fleet;
import dev.tidegate.manifest.deployed.Apps;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says whether an agent or automation had a hand in a change, and which autonomy level its paths
 * ask for: manual and prompted ones need a human.
 */
public final class AgentIdentity implements ChangeRule {
  private static final String ID = "identity/agent";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "An agent changes only by itself what it may",
          "Infrastructure, Terraform and Talos are manual: an agent proposes and a human commits. What"
              + " Applications deploy is prompted: a human approves. What commits say of their author"
              + " is a claim, so its absence proves nothing.",
          "Let a human review the change and land it.",
          "Whoever keeps the configuration sets the paths of each level; a repository only makes its"
              + " server's levels stricter.",
          Severity.NEEDS_HUMAN,
          true,
          List.of(
              new RuleDoc.Option(
                  "forbidden", "[]", "Globs of paths that no agent may touch.", true),
              new RuleDoc.Option(
                  "manual",
                  "[]",
                  "Globs of paths that an agent only proposes to; Terraform roots and Talos paths"
                      + " always are.",
                  true),
              new RuleDoc.Option(
                  "prompted",
                  "[]",
                  "Globs of paths where a human approves what an agent does; Applications and what"
                      + " they deploy are, unless another level is given.",
                  true),
              new RuleDoc.Option(
                  "standard", "[]", "Globs of paths that an agent changes by itself."),
              new RuleDoc.Option(
                  "agents", "[]", "More names of authors or accounts that are agents.", true)));

  private final Autonomy.Paths paths;
  private final List<String> agents;

  /** Throws {@link IllegalArgumentException} where a glob cannot be read. */
  public AgentIdentity(PolicySettings settings) {
    this.paths = Autonomy.Paths.of(settings, ID);
    this.agents = settings.stricter(ID, "agents");
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    Change change = subject.change();
    Map<String, Evidence> found = new LinkedHashMap<>();
    Map<String, Commit> first = new LinkedHashMap<>();
    change.origin().actor().flatMap(this::account).ifPresent(e -> found.put(e.who(), e));
    for (Commit commit : change.commits()) {
      evidence(commit)
          .ifPresent(e -> {
            found.putIfAbsent(e.who(), e);
            first.putIfAbsent(e.who(), commit);
          });
    }
    if (found.isEmpty()) {
      return;
    }
    Reached reached = strictest(subject);
    found.forEach((who, evidence) -> {
      Commit commit = first.get(who);
      Findings at = commit == null ? findings : findings.at(commit.id());
      at.add(
          reached.level().severity(),
          "",
          0,
          0,
          "agent " + who,
          "%s is named by %s%s. Autonomy level: %s."
              .formatted(who, evidence.where(), reached.words(), reached.level().word()),
          reached.level().remedy());
    });
  }

  /** The level of a change, and the touched path that gives it. */
  private record Reached(Autonomy level, String path, String why) {
    String words() {
      return path.isEmpty() ? "" : ", and the change touches " + path + " (" + why + ")";
    }
  }

  private Optional<Evidence> account(String actor) {
    return named(actor)
        ? Optional.of(new Evidence(actor, "the account that sent it"))
        : Evidence.of(actor);
  }

  private boolean named(String who) {
    return agents.stream().anyMatch(a -> a.equalsIgnoreCase(who.strip()));
  }

  private Optional<Evidence> evidence(Commit commit) {
    return Stream.of(commit.author(), commit.committer())
        .filter(p -> named(p.name()) || named(p.email()))
        .findFirst()
        .map(p -> new Evidence(p.name(), "the commit"))
        .or(() -> Evidence.of(commit));
  }

  private Reached strictest(Subject subject) {
    Tree tree = subject.change().after();
    Apps apps = subject.once(Apps.class, tree, () -> new Apps(tree, subject.fleet()));
    Reached strictest = new Reached(Autonomy.STANDARD, "", "");
    for (PathChange change : subject.change().result()) {
      Reached one = at(subject.fleet(), apps, change.path());
      if (strictest.path().isEmpty() || one.level().compareTo(strictest.level()) < 0) {
        strictest = one;
      }
    }
    return strictest;
  }

  private Reached at(Fleet fleet, Apps apps, String path) {
    Optional<Autonomy> set = paths.at(path);
    boolean infrastructure =
        Stream.concat(fleet.terraformRoots().stream(), fleet.talosPaths().stream())
            .anyMatch(folder -> isIn(path, folder));
    boolean deployed =
        fleet.argocdApps().stream().anyMatch(folder -> isIn(path, folder))
            || apps.declared().stream()
                .filter(d -> fleet.isThisRepo(d.source().repository()))
                .anyMatch(d -> !d.source().folder().isEmpty() && isIn(path, d.source().folder()));
    if (infrastructure && set.filter(l -> l == Autonomy.FORBIDDEN).isEmpty()) {
      return new Reached(Autonomy.MANUAL, path, "Terraform or Talos");
    }
    return set.map(level -> new Reached(level, path, "set for the path"))
        .orElse(
            deployed
                ? new Reached(Autonomy.PROMPTED, path, "deployed by an Application")
                : new Reached(Autonomy.STANDARD, path, "no level is set for it"));
  }

  private static boolean isIn(String path, String folder) {
    String bare = folder.replaceFirst("/+$", "");
    return path.equals(bare) || path.startsWith(bare + "/");
  }
}
