package dev.tidegate.client.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.client.job.Job;
import dev.tidegate.client.job.JobResult;
import dev.tidegate.client.job.Output;
import dev.tidegate.trouble.RemoteException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks a cluster once for all its CustomResourceDefinitions, with kubectl, which knows every login.
 */
public final class Definitions {
  private static final String WHAT = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  private static final long LARGEST = 512L << 20;

  private final String program;
  private final Map<String, String> environment;

  /**
   * @param program kubectl, by name or path
   * @param environment of this process: where its configuration is
   */
  public Definitions(String program, Map<String, String> environment) {
    this.program = program;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Writes one file for each into the folder, which is made where it is missing.
   *
   * @return the files, sorted
   * @throws RemoteException where the cluster gives no answer
   */
  public List<Path> pull(Target target, Path folder) {
    try {
      Path work = Files.createTempDirectory("tidegate-schemas");
      try {
        return DefinitionFiles.write(Files.readAllBytes(ask(target, work)), folder);
      } finally {
        for (String name : List.of("out", "err", "config")) {
          Files.deleteIfExists(work.resolve(name));
        }
        Files.delete(work);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RemoteException.passing("kubernetes", "asking was interrupted", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path ask(Target target, Path work) throws IOException, InterruptedException {
    Map<String, String> env = new HashMap<>(environment);
    List<String> argv = new ArrayList<>(List.of(program, "get", "--raw", WHAT));
    target.context().ifPresent(context -> argv.addAll(List.of("--context", context)));
    if (target.server().isPresent()) {
      Path config = work.resolve("config");
      Files.writeString(config, config(target));
      env.put("KUBECONFIG", config.toString());
    }
    Path out = work.resolve("out");
    Path err = work.resolve("err");
    Job job =
        new Job(argv, env, work, out, err, Duration.ofMinutes(2), Duration.ofSeconds(5), LARGEST);
    JobResult result;
    try {
      result = job.run();
    } catch (IOException e) {
      throw RemoteException.lasting("kubernetes", "kubectl cannot be started: install it", e);
    }
    if (!result.exited(0)) {
      throw RemoteException.lasting(
          "kubernetes", "kubectl gave no definitions: " + Output.tail(err, 1_000).strip(), null);
    }
    return out;
  }

  /** In a folder of this user only; JSON is YAML. */
  private static String config(Target target) {
    ObjectNode config = new ObjectMapper().createObjectNode();
    config.put("apiVersion", "v1").put("kind", "Config").put("current-context", "asked");
    ObjectNode cluster = config.putArray("clusters").addObject().put("name", "asked");
    ObjectNode where = cluster.putObject("cluster");
    target.server().ifPresent(server -> where.put("server", server.toString()));
    target
        .authority()
        .ifPresent(file -> where.put("certificate-authority", file.toAbsolutePath().toString()));
    ObjectNode user = config.putArray("users").addObject().put("name", "asked").putObject("user");
    target.token().ifPresent(token -> user.put("token", token));
    ObjectNode context = config.putArray("contexts").addObject().put("name", "asked");
    context.putObject("context").put("cluster", "asked").put("user", "asked");
    return config.toString();
  }
}
