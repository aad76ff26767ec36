package dev.tidegate.ingress.cli;

import dev.tidegate.change.RepoId;
import dev.tidegate.gate.Hooks;
import dev.tidegate.ingress.cli.Services.OpenHooks;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands about the webhooks that feed a server. */
@Command(
    name = "webhook",
    description = "Look at, create and repair the webhooks that feed a server.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate webhook status --config tidegate.yaml",
      "  tidegate webhook install --config tidegate.yaml          says what it would do",
      "  tidegate webhook install --config tidegate.yaml --yes    does it"
    })
final class WebhookCommands implements Callable<Integer> {
  @Spec CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return Cli.UNABLE;
  }

  /** How they stand. */
  @Command(
      name = "status",
      description = "Per repository: the hook, its last deliveries, and what is wrong.",
      footerHeading = "%nExample:%n",
      footer = {
        "  tidegate webhook status --config tidegate.yaml",
        "",
        "Exit codes: 0 all is well, 1 something is wrong, 2 could not look."
      })
  static final class Status implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin DeliveryCommands.Common common = new DeliveryCommands.Common();

    Status(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      boolean well = true;
      try (OpenHooks open = services.hooks(common.config)) {
        for (RepoId repo : open.repositories()) {
          Hooks.Status status = open.hooks().status(repo, open.target());
          print(out, repo, status);
          well &= status.wrong().isEmpty();
        }
      }
      out.flush();
      return well ? Cli.DONE : Cli.DENIED;
    }
  }

  /** Mends them. */
  @Command(
      name = "install",
      description = "Create or repair the hooks; without --yes only say what would be done.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate webhook install --config tidegate.yaml          says what it would do",
        "  tidegate webhook install --config tidegate.yaml --yes    does it",
        "  tidegate webhook install --new-secret --yes              after a rotation"
      })
  static final class Install implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin DeliveryCommands.Common common = new DeliveryCommands.Common();

    @Option(names = "--yes", description = "Do it.")
    boolean yes;

    @Option(
        names = "--new-secret",
        description = "Set the first of github.webhookSecrets even where nothing seems wrong.")
    boolean anew;

    Install(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (OpenHooks open = services.hooks(common.config)) {
        for (RepoId repo : open.repositories()) {
          Hooks.Status status = open.hooks().status(repo, open.target());
          out.println(repo + ":");
          if (status.plan().isEmpty()) {
            String set = yes ? "  set the secret anew" : "  would: set the secret anew";
            out.println(anew ? set : "  nothing to do");
          }
          status.plan().forEach(p -> out.println("  " + (yes ? "" : "would: ") + p));
          status.byHand().forEach(p -> out.println("  by hand: " + p));
          if (yes && (anew || !status.plan().isEmpty())) {
            open.hooks().install(repo, open.target(), open.secret(), anew);
            out.println("  done");
          }
        }
        if (!yes) {
          out.println("Nothing was changed; run it with --yes to do this.");
        }
      }
      out.flush();
      return Cli.DONE;
    }
  }

  private static void print(PrintWriter out, RepoId repo, Hooks.Status status) {
    out.println(repo + " (hook of " + status.owner() + "):");
    if (status.exists()) {
      out.println("  url:              " + status.url());
      out.println("  content type:     " + status.contentType());
      out.println("  events:           " + String.join(", ", status.events()));
      out.println("  active:           " + (status.active() ? "yes" : "no"));
      out.println("  SSL verification: " + (status.verifiesTls() ? "on" : "off"));
      status
          .last()
          .forEach(l ->
              out.println("  delivery:         " + l.at() + " " + l.event() + " " + l.status()));
    } else {
      out.println("  there is no hook");
    }
    status.wrong().forEach(w -> out.println("  WRONG: " + w));
    if (status.wrong().isEmpty()) {
      out.println("  all is well");
    }
  }
}
