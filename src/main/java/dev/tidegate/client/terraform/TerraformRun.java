package dev.tidegate.client.terraform;

import dev.tidegate.client.job.Job;
import dev.tidegate.client.job.JobResult;
import dev.tidegate.client.job.Output;
import dev.tidegate.rollout.TerraformPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Commands on one root in its private folder. */
final class TerraformRun {

  private static final long OUTPUT = 64L << 20;
  private final TerraformSettings settings;
  private final Path folder;
  private final Path source;
  private final Path data;
  private final String root;
  private final Optional<Path> egress;

  /**
   * @param egress the socket of the way out; empty: none
   */
  TerraformRun(
      TerraformSettings settings,
      Path folder,
      Path source,
      Path data,
      String root,
      Optional<Path> egress) {
    this.settings = settings;
    this.folder = folder;
    this.source = source;
    this.data = data;
    this.root = root;
    this.egress = egress;
  }

  Path out() {
    return folder.resolve("stdout");
  }

  JobResult run(String... command) throws IOException, InterruptedException {
    boolean boxed = settings.isolation() == TerraformSettings.Isolation.SANDBOX;
    Path config = folder.resolve("tfrc");
    List<String> argv = new ArrayList<>();
    Map<String, String> environment = new HashMap<>();
    settings.environment().forEach((name, secret) -> environment.put(name, secret.reveal()));
    if (boxed) {
      argv.addAll(Sandbox.wrap(settings, source, data, config, root, egress, List.of(command)));
    } else {
      argv.add(settings.binary().toString());
      argv.addAll(List.of(command));
      environment.putAll(
          Map.of(
              "TF_DATA_DIR", data.resolve("tf").toString(),
              "TF_CLI_CONFIG_FILE", config.toString(),
              "CHECKPOINT_DISABLE", "1",
              "HOME", data.toString(),
              "PATH", "/usr/bin:/bin"));
    }
    return new Job(
            argv,
            environment,
            boxed ? folder : source.resolve(root),
            out(),
            folder.resolve("stderr"),
            settings.within(),
            Duration.ofSeconds(5),
            OUTPUT)
        .run();
  }

  Optional<TerraformPlan> failed(JobResult result, String what, int wanted) throws IOException {
    String how =
        switch (result.end()) {
          case TIMED_OUT -> what + " was ended after " + settings.within().toSeconds() + " s";
          case TOO_MUCH_OUTPUT -> what + " was ended: more than 64 MiB of output";
          case EXITED -> result.exit() == wanted ? "" : what + " failed: " + told();
        };
    return how.isEmpty() ? Optional.empty() : Optional.of(TerraformPlan.failed(root, how));
  }

  private String told() throws IOException {
    String text = Mask.plain(Output.tail(folder.resolve("stderr"), 4000).replaceAll("[╷│╵]", " "));
    return text.replaceAll(" {2,}", " ").strip();
  }

  static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      // what is left lies in a private folder and is named after no secret
    }
  }
}
