package dev.tidegate;

import dev.tidegate.sim.Developer;
import dev.tidegate.sim.SimCheck;
import dev.tidegate.sim.SimGitHub;
import dev.tidegate.sim.SimPull;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** The demo's story, told while it happens; each expectation is checked. */
final class DemoStory {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

  private final PrintWriter out;
  private final Demo.Stage stage;
  private final boolean terraform;
  private int missed;

  DemoStory(PrintWriter out, Demo.Stage stage, boolean terraform) {
    this.out = out;
    this.stage = stage;
    this.terraform = terraform;
  }

  boolean play() {
    out.println(
        "Tidegate demo: a simulated GitHub and Argo CD on this machine, everything else real.");
    SimPull pull = denied();
    green(pull);
    rolledOut(pull);
    planned();
    out.println();
    out.println(missed == 0 ? "Everything expected happened." : missed + " things did not happen.");
    out.flush();
    return missed == 0;
  }

  private SimPull denied() {
    chapter("1", "mia opens a pull request with a secret and a script that runs kubectl apply");
    Developer mia = stage.mia();
    String path = "kubernetes/applications/litellm/";
    mia.branch("bot-alerts")
        .write(path + "telegram.yaml", DemoFiles.text("telegram.yaml").replace("${token}", token()))
        .write(
            "scripts/deploy.sh", "#!/bin/sh\nkubectl apply -f kubernetes/applications/litellm\n");
    String head = mia.commit("Add Telegram alerts");
    mia.push("bot-alerts");
    SimPull pull = stage.forge().openPull("Add Telegram alerts", "mia", "bot-alerts", "main");
    SimCheck check = await(head, "tidegate");
    expect("the check is red", check.conclusion().equals("failure"));
    expect("it names the raw Secret", has(check, "secret/kubernetes-secret"));
    expect("it names the token in clear", has(check, "secret/plaintext"));
    expect("it names the manual kubectl", has(check, "workflow/manual-kubectl"));
    boolean told = eventually(() -> stage.forge().comments(pull.number()).size() == 1);
    expect("there is one comment", told);
    show("check run: " + check.title(), check.summary() + "\n" + check.text());
    stage.forge().comments(pull.number()).forEach(c -> show("comment", c.body()));
    expect("GitHub does not let it be merged", stage.forge().merge(pull.number(), "mia").isEmpty());
    return pull;
  }

  private void green(SimPull pull) {
    chapter("2", "mia amends: the value lives in Infisical, the script is gone");
    Developer mia = stage.mia();
    mia.remove("kubernetes/applications/litellm/telegram.yaml")
        .remove("scripts/deploy.sh")
        .write(
            "kubernetes/applications/litellm/infisical-telegram.yaml",
            DemoFiles.text("infisical-telegram.yaml"))
        .write(
            "kubernetes/applications/litellm/deployment.yaml",
            DemoFiles.text("gitops/kubernetes/applications/litellm/deployment.yaml")
                .replace("replicas: 1", "replicas: 2"));
    String head = mia.amend("Add Telegram alerts through Infisical");
    mia.push("bot-alerts");
    SimCheck check = await(head, "tidegate");
    show("check run: " + check.title(), check.summary() + "\n" + check.text());
    expect("the check is green", check.conclusion().equals("success"));
    boolean shrunk =
        eventually(() -> {
          List<SimPull.Comment> comments = stage.forge().comments(pull.number());
          return comments.size() == 1 && comments.getFirst().edits() == 1;
        });
    expect("the one comment was edited in place", shrunk);
    stage.forge().comments(pull.number()).forEach(c -> show("comment", c.body()));
  }

  private void rolledOut(SimPull pull) {
    chapter("3", "the pull request is merged and rolls out");
    Optional<String> merge = stage.forge().merge(pull.number(), "mia");
    expect("GitHub lets it be merged", merge.isPresent());
    if (merge.isEmpty()) {
      return;
    }
    SimCheck check = await(merge.get(), "tidegate/rollout");
    show("check run: " + check.title(), check.summary() + "\n" + check.text());
    expect("the rollout settled", check.conclusion().equals("success"));
    expect("litellm runs the merge", stage.argo().deployed("litellm").equals(merge.get()));
    expect("grafana was left alone", stage.argo().refreshes("grafana") == 0);
    expect(
        "the merge commit is green", await(merge.get(), "tidegate").conclusion().equals("success"));
  }

  private void planned() {
    chapter("4", "a Terraform change is planned in a sandbox");
    if (!terraform) {
      out.println("   (left out: no terraform on PATH)");
      return;
    }
    Developer mia = stage.mia();
    String root = "infrastructure/terraform/talos-cluster/";
    mia.update("main")
        .branch("more-workers")
        .write(
            root + "main.tf",
            DemoFiles.text("gitops/" + root + "main.tf")
                .replace(
                    "    agentic-2 = \"10.20.0.41\"\n",
                    "    agentic-2 = \"10.20.0.41\"\n    agentic-3 = \"10.20.0.42\"\n"));
    String head = mia.commit("Add a worker node");
    mia.push("more-workers");
    stage.forge().openPull("Add a worker node", "mia", "more-workers", "main");
    SimCheck check = await(head, "tidegate/plan");
    show("check run: " + check.title(), check.summary() + "\n" + check.text());
    expect("the plan succeeded", check.conclusion().equals("success"));
    expect("the change itself is allowed", await(head, "tidegate").conclusion().equals("success"));
  }

  private static boolean has(SimCheck check, String rule) {
    return check.summary().contains(rule) || check.text().contains(rule);
  }

  /** The newest check of a name, once it is completed. */
  private SimCheck await(String head, String name) {
    SimGitHub forge = stage.forge();
    boolean done =
        eventually(
            () -> forge.check(head, name).filter(c -> !c.conclusion().isEmpty()).isPresent());
    expect("the check " + name + " was completed", done);
    return forge
        .check(head, name)
        .orElseGet(() -> new SimCheck(0, head, name, "", "", "", "none", "", "", List.of()));
  }

  private static boolean eventually(java.util.function.BooleanSupplier wanted) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.getAsBoolean()) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(25).toNanos());
    }
    return true;
  }

  private void chapter(String number, String title) {
    out.println();
    out.println("== " + number + ". " + title);
    out.flush();
  }

  private void expect(String what, boolean happened) {
    missed += happened ? 0 : 1;
    out.println("   " + (happened ? "ok     " : "MISSED ") + what);
    out.flush();
  }

  private void show(String title, String markdown) {
    out.println("   +-- " + title);
    markdown.lines().forEach(l -> out.println("   | " + l));
    out.println("   +--");
  }

  /** The shape of a Telegram bot token, made anew each time. */
  static String token() {
    SecureRandom random = new SecureRandom();
    StringBuilder token = new StringBuilder();
    token.append(1_000_000_000L + random.nextInt(900_000_000)).append(":AA");
    for (int i = 0; i < 33; i++) {
      token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return token.toString();
  }
}
