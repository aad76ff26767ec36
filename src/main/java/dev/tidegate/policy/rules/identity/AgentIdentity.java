package dev.tidegate.policy.rules.identity;

import dev.tidegate.change.Change;
import dev.tidegate.change.Commit;
import dev.tidegate.change.PathChange;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.PolicySettings.Level;
import dev.tidegate.policy.PolicySettings.PathLevel;
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
          "Infrastructure, Terraform and Talos are manual: an agent proposes and a human commits."
              + " What commits say of their author is a claim, so its absence proves nothing.",
          "Let a human review the change and land it.",
          "Whoever keeps the configuration sets the paths of each level.",
          Severity.NEEDS_HUMAN,
          true,
          List.of(
              new RuleDoc.Option(
                  "manual",
                  "[]",
                  "Globs of paths that an agent only proposes to; Terraform roots and Talos paths"
                      + " always are."),
              new RuleDoc.Option(
                  "prompted", "[]", "Globs of paths where a human approves what an agent does."),
              new RuleDoc.Option(
                  "agents", "[]", "More names of authors or accounts that are agents.")));

  private final List<PathLevel> manual;
  private final List<PathLevel> prompted;
  private final List<String> agents;

  /** Throws {@link IllegalArgumentException} where a glob cannot be read. */
  public AgentIdentity(PolicySettings settings) {
    this.manual = globs(settings, "manual");
    this.prompted = globs(settings, "prompted");
    this.agents = settings.option(ID, "agents");
  }

  private static List<PathLevel> globs(PolicySettings settings, String option) {
    return settings.option(ID, option).stream()
        .map(glob -> new PathLevel(glob, Level.NEEDS_HUMAN))
        .toList();
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
    Optional<String> path = touched(subject);
    String level = path.map(p -> levelOf(subject, p)).orElse("standard");
    found.forEach((who, evidence) -> {
      Commit commit = first.get(who);
      Findings at = commit == null ? findings : findings.at(commit.id());
      at.add(
          level.equals("standard") ? Severity.INFO : Severity.NEEDS_HUMAN,
          "",
          0,
          0,
          "agent " + who,
          "%s is named by %s%s. Autonomy level: %s."
              .formatted(
                  who,
                  evidence.where(),
                  path.map(p -> ", and the change touches " + p).orElse(""),
                  level),
          level.equals("standard")
              ? "Nothing to mend."
              : "A human reviews the change and approves or lands it.");
    });
  }

  private Optional<Evidence> account(String actor) {
    return agents.contains(actor)
        ? Optional.of(new Evidence(actor, "the account that sent it"))
        : Evidence.of(actor);
  }

  private Optional<Evidence> evidence(Commit commit) {
    return Stream.of(commit.author(), commit.committer())
        .filter(p -> agents.contains(p.name()) || agents.contains(p.email()))
        .findFirst()
        .map(p -> new Evidence(p.name(), "the commit"))
        .or(() -> Evidence.of(commit));
  }

  /** The touched path with the strictest level, where one is not standard. */
  private Optional<String> touched(Subject subject) {
    List<String> paths = subject.change().result().stream().map(PathChange::path).toList();
    return paths.stream()
        .filter(p -> levelOf(subject, p).equals("manual"))
        .findFirst()
        .or(() -> paths.stream().filter(p -> levelOf(subject, p).equals("prompted")).findFirst());
  }

  private String levelOf(Subject subject, String path) {
    boolean infrastructure =
        Stream.concat(
                subject.fleet().terraformRoots().stream(), subject.fleet().talosPaths().stream())
            .map(folder -> folder.replaceFirst("/+$", ""))
            .anyMatch(folder -> path.equals(folder) || path.startsWith(folder + "/"));
    if (infrastructure || manual.stream().anyMatch(g -> g.covers(path))) {
      return "manual";
    }
    return prompted.stream().anyMatch(g -> g.covers(path)) ? "prompted" : "standard";
  }
}
