package dev.tidegate.report;

import dev.tidegate.change.CommitId;
import dev.tidegate.change.RepoId;
import dev.tidegate.rollout.AppName;
import dev.tidegate.rollout.Outcome;
import dev.tidegate.rollout.RolloutPlan;
import dev.tidegate.rollout.TerraformPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The check runs {@code tidegate/rollout} on a landed commit and {@code tidegate/plan} on a pull
 * request's head. Pure. Green only where every Application runs the commit, or every root was
 * planned.
 */
public final class RolloutRuns {
  public static final String ROLLOUT = "tidegate/rollout";
  public static final String PLAN = "tidegate/plan";

  private static final int PART = 1500;
  private static final String REPLAY = "Ask again with **Re-run** on this check.";

  private RolloutRuns() {}

  /** How a rollout stands: in progress until every Application of the plan has settled. */
  public static CheckReport rollout(RolloutPlan plan, Outcome outcome, String externalId) {
    CheckReport.State state = state(plan, outcome);
    String title = title(plan, outcome, state);
    String summary = "### " + sign(state) + " " + title + "\n\n" + standing(plan, outcome);
    return new CheckReport(
        plan.repo(),
        plan.commit(),
        ROLLOUT,
        externalId,
        state,
        title,
        summary,
        table(plan, outcome),
        List.of());
  }

  /** The rollout could not be planned or watched. */
  public static CheckReport notRolledOut(
      RepoId repo, CommitId head, String externalId, String reason) {
    return CheckRuns.unable(
        repo, head, ROLLOUT, externalId, "Rollout not followed", reason, REPLAY);
  }

  private static CheckReport.State state(RolloutPlan plan, Outcome outcome) {
    Map<AppName, Outcome.Row> rows = rows(outcome);
    boolean open =
        !outcome.ended() || plan.targets().stream().anyMatch(t -> !rows.containsKey(t.name()));
    if (open) {
      return CheckReport.State.IN_PROGRESS;
    }
    if (outcome.deployed()) {
      return CheckReport.State.SUCCESS;
    }
    boolean failed = count(outcome, Outcome.Status.FAILED, Outcome.Status.TIMED_OUT) > 0;
    return failed ? CheckReport.State.FAILURE : CheckReport.State.ACTION_REQUIRED;
  }

  private static Map<AppName, Outcome.Row> rows(Outcome outcome) {
    Map<AppName, Outcome.Row> rows = new HashMap<>();
    outcome.rows().forEach(r -> rows.put(r.app(), r));
    return rows;
  }

  private static long count(Outcome outcome, Outcome.Status... wanted) {
    List<Outcome.Status> statuses = List.of(wanted);
    return outcome.rows().stream().filter(r -> statuses.contains(r.status())).count();
  }

  private static String title(RolloutPlan plan, Outcome outcome, CheckReport.State state) {
    long deployed = count(outcome, Outcome.Status.DEPLOYED);
    int all = Math.max(plan.targets().size(), outcome.rows().size());
    if (all == 0) {
      return "No Application is affected";
    }
    String progress = deployed + " of " + Words.count(all, "Application") + " deployed";
    return switch (state) {
      case IN_PROGRESS -> "Rolling out: " + progress;
      case SUCCESS -> "Deployed: " + progress;
      case FAILURE -> "Failed: " + progress;
      case ACTION_REQUIRED -> "Held: " + progress;
    };
  }

  private static String sign(CheckReport.State state) {
    return switch (state) {
      case IN_PROGRESS -> "\u23f3";
      case SUCCESS -> "\u2705";
      case FAILURE -> "\u26d4";
      case ACTION_REQUIRED -> "\u270b";
    };
  }

  private static String standing(RolloutPlan plan, Outcome outcome) {
    StringBuilder out = new StringBuilder();
    if (!plan.targets().isEmpty()) {
      out.append("Deployed means that Argo CD itself reports this commit, synced and healthy.\n");
    }
    if (plan.unaffected() > 0) {
      out.append("\n").append(Words.count(plan.unaffected(), "Application"));
      out.append(" of this repository and branch proven unaffected.\n");
    }
    if (!plan.talos().isEmpty()) {
      out.append("\n**Needs a Talos job:** ").append(names(plan.talos())).append(".\n");
    }
    List<String> roots = plan.roots().stream().map(RolloutPlan.Root::path).toList();
    if (!roots.isEmpty()) {
      out.append("\n**Touches Terraform:** ").append(names(roots));
      out.append(". Nothing is applied by this rollout.\n");
    }
    if (count(outcome, Outcome.Status.FAILED, Outcome.Status.TIMED_OUT) > 0) {
      out.append("\nMend the cause named in the table and push, or revert the commit.\n");
    }
    return out.toString();
  }

  private static String names(List<String> paths) {
    String named = paths.stream().limit(20).map(Markdown::code).collect(Collectors.joining(", "));
    return named + (paths.size() > 20 ? " and " + (paths.size() - 20) + " more" : "");
  }

  private static String table(RolloutPlan plan, Outcome outcome) {
    Map<AppName, Outcome.Row> rows = rows(outcome);
    Rows out = new Rows("| Application | State | Why |\n|---|---|---|\n", "Application");
    for (RolloutPlan.Target target : plan.targets()) {
      Optional<Outcome.Row> row = Optional.ofNullable(rows.remove(target.name()));
      String state = row.map(r -> words(target.role(), r.status())).orElse("waiting");
      String why = row.map(Outcome.Row::reason).filter(r -> !r.isBlank()).orElse(target.reason());
      out.add(row(target.name(), state, why));
    }
    outcome.rows().stream()
        .filter(r -> rows.containsKey(r.app()))
        .forEach(r -> out.add(row(r.app(), words(r.status()), r.reason())));
    return out.text();
  }

  private static String row(AppName app, String state, String why) {
    String reason = Markdown.text(Markdown.atMost(PART, why));
    return "| " + Markdown.cell(app.toString()) + " | " + state + " | " + reason + " |\n";
  }

  private static String words(RolloutPlan.Role role, Outcome.Status status) {
    boolean gone = role == RolloutPlan.Role.REMOVED && status == Outcome.Status.DEPLOYED;
    return gone ? "\u2705 removed" : words(status);
  }

  private static String words(Outcome.Status status) {
    return switch (status) {
      case DEPLOYED -> "\u2705 deployed";
      case FAILED -> "\u26d4 failed";
      case TIMED_OUT -> "\u26d4 timed out";
      case HELD -> "\u270b held";
      case SUPERSEDED -> "\u270b superseded";
      case FAILING_RETRYING -> "\u26a0\ufe0f failing, retrying";
      case WAITING -> "\u23f3 waiting";
      case REFRESHING -> "\u23f3 refreshing";
      case ROLLING_OUT -> "\u23f3 rolling out";
    };
  }

  /** What Terraform would do. */
  public static CheckReport plans(
      RepoId repo, CommitId head, List<TerraformPlan> plans, String externalId) {
    if (plans.isEmpty()) {
      return notPlanned(repo, head, externalId, "no root was planned");
    }
    boolean failed = plans.stream().anyMatch(p -> p.status() == TerraformPlan.Status.FAILED);
    boolean refused = plans.stream().anyMatch(p -> p.status() == TerraformPlan.Status.REFUSED);
    CheckReport.State state =
        failed
            ? CheckReport.State.FAILURE
            : refused ? CheckReport.State.ACTION_REQUIRED : CheckReport.State.SUCCESS;
    String title = title(plans);
    StringBuilder summary = new StringBuilder("### " + sign(state) + " " + title + "\n\n");
    summary.append("| Root | Add | Change | Destroy | Replace |\n|---|---|---|---|---|\n");
    for (TerraformPlan plan : plans) {
      summary.append("| ").append(Markdown.cell(Markdown.atMost(300, plan.root())));
      summary.append(plan.made() ? counts(plan) : " | no plan | | | |\n");
    }
    summary.append("\nNothing is applied by this check.\n");
    Rows out = new Rows("", "part");
    plans.forEach(p -> sections(out, p));
    return new CheckReport(
        repo,
        head,
        PLAN,
        externalId,
        state,
        title,
        Markdown.atMost(CheckRuns.ROOM, summary.toString()),
        out.text(),
        List.of());
  }

  /** No root could be planned at all. */
  public static CheckReport notPlanned(
      RepoId repo, CommitId head, String externalId, String reason) {
    return CheckRuns.unable(repo, head, PLAN, externalId, "Not planned", reason, REPLAY);
  }

  private static String counts(TerraformPlan plan) {
    return String.format(
        Locale.ROOT,
        " | %d | %d | %s | %s |\n",
        plan.add(),
        plan.change(),
        plan.destroy() > 0 ? "**" + plan.destroy() + "**" : "0",
        plan.replace() > 0 ? "**" + plan.replace() + "**" : "0");
  }

  private static String title(List<TerraformPlan> plans) {
    long unmade = plans.stream().filter(p -> !p.made()).count();
    if (unmade > 0) {
      return unmade
          + " of "
          + Words.count(plans.size(), "Terraform root")
          + " could not be planned";
    }
    if (plans.stream().allMatch(p -> p.status() == TerraformPlan.Status.NO_CHANGES)) {
      return "Plan: no changes";
    }
    return String.format(
        Locale.ROOT,
        "Plan: %d to add, %d to change, %d to destroy, %d to replace",
        plans.stream().mapToInt(TerraformPlan::add).sum(),
        plans.stream().mapToInt(TerraformPlan::change).sum(),
        plans.stream().mapToInt(TerraformPlan::destroy).sum(),
        plans.stream().mapToInt(TerraformPlan::replace).sum());
  }

  private static void sections(Rows out, TerraformPlan plan) {
    String heading = "### " + Markdown.code(Markdown.atMost(300, plan.root())) + "\n\n";
    if (!plan.made()) {
      String why = plan.status() == TerraformPlan.Status.REFUSED ? "Refused" : "Failed";
      String error = Markdown.block("text", Markdown.atMost(20_000, plan.error()));
      out.add(heading + "**" + why + ":**\n\n" + error + "\n");
      return;
    }
    out.add(heading + (plan.resources().isEmpty() ? "No changes.\n\n" : ""));
    for (TerraformPlan.Resource resource : plan.resources()) {
      out.add(resource(resource));
    }
  }

  private static String resource(TerraformPlan.Resource resource) {
    String action = Markdown.text(String.join(", then ", resource.actions()));
    String address = Markdown.code(Markdown.atMost(500, resource.address()));
    String lines =
        resource.attributes().stream()
            .map(a -> a.path() + ": " + cut(a.before()) + " -> " + cut(a.after()))
            .collect(Collectors.joining("\n"));
    String details = lines.isEmpty() ? "" : "\n" + Markdown.block("text", lines);
    return "**" + action + "** " + address + "\n" + details + "\n";
  }

  private static String cut(String value) {
    return Markdown.atMost(300, value).replace('\n', ' ');
  }

  /** Collects parts until the room of a check's text ends, then only counts them. */
  private static final class Rows {
    private static final int LAST_WORD = 200;
    private final StringBuilder out;
    private final String noun;
    private int size;
    private int left;

    Rows(String head, String noun) {
      this.out = new StringBuilder(head);
      this.size = Markdown.size(head);
      this.noun = noun;
    }

    void add(String part) {
      int more = Markdown.size(part);
      if (left > 0 || size + more > CheckRuns.ROOM - LAST_WORD) {
        left++;
      } else {
        out.append(part);
        size += more;
      }
    }

    String text() {
      String rest = "\n**" + Words.count(left, "more " + noun) + "** found no room here.\n";
      return left == 0 ? out.toString() : out + rest;
    }
  }
}
