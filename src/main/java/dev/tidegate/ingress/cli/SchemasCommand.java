package dev.tidegate.ingress.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Commands about the schemas of custom kinds. */
@Command(
    name = "schemas",
    description = "Fetch the schemas of custom kinds.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {"  tidegate schemas pull --context prod"})
final class SchemasCommand implements Callable<Integer> {
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

  /** Fetches the custom kinds of a cluster. */
  @Command(
      name = "pull",
      description =
          "Write a cluster's CustomResourceDefinitions into the repository, for k8s/schema. Reads only,"
              + " with kubectl.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate schemas pull --context prod",
        "  KUBE_TOKEN=... tidegate schemas pull --server https://10.0.0.1:6443 --ca ca.crt"
      })
  static final class Pull implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();

    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = "--context",
        description = "Context of the kubeconfig; its current one otherwise.")
    @Nullable String context;

    @Option(names = "--server", description = "Address instead; the token is read from KUBE_TOKEN.")
    @Nullable URI server;

    @Option(names = "--ca", description = "File with the certificate of the server's authority.")
    @Nullable Path authority;

    @Option(names = "--to", description = "Folder to write to: ${DEFAULT-VALUE}.")
    Path to = Path.of(".tidegate/schemas");

    Pull(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      List<Path> files =
          services.pullSchemas(
              Optional.ofNullable(context),
              Optional.ofNullable(server),
              Optional.ofNullable(authority),
              to);
      spec.commandLine().getOut().println(files.size() + " definitions written to " + to);
      spec.commandLine().getOut().flush();
      return Cli.DONE;
    }
  }
}
