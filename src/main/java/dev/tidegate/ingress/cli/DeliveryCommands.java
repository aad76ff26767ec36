package dev.tidegate.ingress.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tidegate.inbox.Deliveries;
import dev.tidegate.ingress.cli.Services.OpenDeliveries;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Commands about the deliveries of a server. */
@Command(
    name = "deliveries",
    description = "List, show and replay the deliveries of a server.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  tidegate deliveries list --config tidegate.yaml --state dead",
      "  tidegate deliveries show GUID --config tidegate.yaml",
      "  tidegate deliveries replay GUID --config tidegate.yaml"
    })
final class DeliveryCommands implements Callable<Integer> {
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

  /** Options that all have. */
  static final class Common {
    @Option(
        names = {"-h", "--help"},
        usageHelp = true,
        description = "Show this help.")
    boolean help;

    @Option(
        names = "--config",
        paramLabel = "FILE",
        defaultValue = "tidegate.yaml",
        description = "The server's file (default: tidegate.yaml).")
    Path config = Path.of("tidegate.yaml");
  }

  /** The newest deliveries. */
  @Command(
      name = "list",
      description = "The newest deliveries with their state.",
      footerHeading = "%nExamples:%n",
      footer = {
        "  tidegate deliveries list --config tidegate.yaml --state dead",
        "  tidegate deliveries list --config tidegate.yaml --format json",
        "",
        "States: stored, waiting, running, retrying, done, superseded, ignored, dead."
      })
  static final class ListAll implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin Common common = new Common();

    @Option(names = "--state", paramLabel = "STATE", description = "Only those in this state.")
    Deliveries.@Nullable State state;

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "100",
        description = "At most so many (default: 100).")
    int limit = 100;

    @Option(
        names = "--format",
        paramLabel = "FORMAT",
        defaultValue = "text",
        description = "text or json (default: text).")
    Format format = Format.TEXT;

    ListAll(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (OpenDeliveries open = services.deliveries(common.config)) {
        List<Deliveries.Entry> found =
            open.deliveries().list(Optional.ofNullable(state), Math.max(1, limit));
        switch (format) {
          case JSON -> out.println(json(found));
          case TEXT ->
              found.forEach(e ->
                  out.printf(
                      "%-24s %-11s %-14s %s %s%n",
                      e.receivedAt(), e.state().word(), e.event(), e.guid(), e.reason()));
        }
        out.flush();
        return Cli.DONE;
      }
    }

    private static ArrayNode json(List<Deliveries.Entry> found) {
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      for (Deliveries.Entry e : found) {
        all.addObject()
            .put("guid", e.guid())
            .put("hookId", e.hookId())
            .put("event", e.event())
            .put("receivedAt", e.receivedAt().toString())
            .put("state", e.state().word());
      }
      return all;
    }
  }

  /** One delivery. */
  @Command(
      name = "show",
      description = "What became of a delivery, and its body.",
      footerHeading = "%nExample:%n",
      footer = "  tidegate deliveries show 72d3162e-cc78-11e3-81ab-4c9367dc0958")
  static final class Show implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "GUID", description = "X-GitHub-Delivery of the delivery.")
    String guid = "";

    Show(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (OpenDeliveries open = services.deliveries(common.config)) {
        List<Deliveries.Entry> found = open.deliveries().find(guid);
        for (Deliveries.Entry e : found) {
          out.println("guid:      " + e.guid());
          out.println("hook:      " + e.hookId());
          out.println("event:     " + e.event());
          out.println("received:  " + e.receivedAt());
          out.println("state:     " + e.state().word());
          out.println("lane:      " + e.lane());
          out.println("failures:  " + e.failures());
          out.println("reason:    " + e.reason());
          open.deliveries()
              .body(e.hookId(), e.guid())
              .ifPresent(b -> out.println(new String(b, StandardCharsets.UTF_8)));
        }
        out.flush();
        return found.isEmpty() ? unknown(spec, guid) : Cli.DONE;
      }
    }
  }

  /** Another handling. */
  @Command(
      name = "replay",
      description = "Have a settled delivery handled again by the running server.",
      footerHeading = "%nExample:%n",
      footer = "  tidegate deliveries replay 72d3162e-cc78-11e3-81ab-4c9367dc0958")
  static final class Replay implements Callable<Integer> {
    private final Services services;

    @Spec CommandSpec spec = CommandSpec.create();
    @Mixin Common common = new Common();

    @Parameters(paramLabel = "GUID", description = "X-GitHub-Delivery of the delivery.")
    String guid = "";

    Replay(Services services) {
      this.services = services;
    }

    @Override
    public Integer call() {
      PrintWriter out = spec.commandLine().getOut();
      try (OpenDeliveries open = services.deliveries(common.config)) {
        List<Deliveries.Entry> found = open.deliveries().find(guid);
        int code = found.isEmpty() ? unknown(spec, guid) : Cli.DONE;
        for (Deliveries.Entry e : found) {
          String told =
              switch (open.deliveries().replay(e.hookId(), e.guid())) {
                case REPLAYED -> "put back; the server handles it within seconds";
                case UNKNOWN -> "is not known any more";
                case STILL_OPEN -> "is not settled yet; nothing to replay";
                case BODY_GONE -> "cannot be replayed: its body was pruned. Redeliver it on GitHub";
              };
          out.println(e.guid() + " of hook " + e.hookId() + ": " + told);
        }
        out.flush();
        return code;
      }
    }
  }

  private static int unknown(CommandSpec spec, String guid) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        "tidegate: no delivery has the GUID \""
            + guid
            + "\"; `tidegate deliveries list` shows the newest.");
    err.flush();
    return Cli.UNABLE;
  }

  /** How a list is printed. */
  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
