package dev.tidegate.ingress.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands about the hooks that git calls. */
@Command(
    name = "hook",
    description = {
      "Install the hooks that git calls, or take them away.",
      "Git itself calls: hook pre-receive, hook update, hook pre-push, hook pre-commit."
    },
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate hook install --server /srv/git/gitops.git   judge every push to it",
      "  tidegate hook install --client                       judge before you commit and push",
      "  tidegate hook uninstall --server /srv/git/gitops.git"
    })
final class HookCommands implements Callable<Integer> {
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

  /** Puts the hooks in place, or takes them away: the command's name says which. */
  @Command(
      description = "Put hooks into a repository, or take them away; an existing hook is kept.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate hook install --server /srv/git/gitops.git",
        "  tidegate hook install --server /var/opt/gitlab/gitaly/custom_hooks --config policy.yaml",
        "  tidegate hook uninstall --client",
        "",
        "--server takes a bare repository (of Gitea and Forgejo, too), a GitLab custom_hooks",
        "folder or a pre-receive.d folder; --client the clone that you are in."
      })
  static final class Place implements Callable<Integer> {
    private final Services services;
    private final boolean install;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(names = "--server", paramLabel = "DIR", description = "Where pushes arrive.")
    @Nullable Path server;

    @Option(names = "--client", description = "The clone here: pre-commit and pre-push.")
    boolean client;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "The server's own policy file; counts over the protected branch's.")
    @Nullable Path config;

    Place(Services services, boolean install) {
      this.services = services;
      this.install = install;
    }

    @Override
    public Integer call() {
      PrintWriter err = spec.commandLine().getErr();
      if ((server != null) == client) {
        err.println("tidegate: say where: --server DIR or --client");
        err.flush();
        return Cli.UNABLE;
      }
      List<String> said =
          services.placeHooks(
              install,
              Optional.ofNullable(server).orElse(Path.of("")),
              client,
              Optional.ofNullable(config));
      said.forEach(spec.commandLine().getOut()::println);
      spec.commandLine().getOut().flush();
      return Cli.DONE;
    }
  }
}
