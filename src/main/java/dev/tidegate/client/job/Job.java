package dev.tidegate.client.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One program, run to completion. Its output goes to files, so that no closing pipe can kill it.
 *
 * @param argv program and arguments; no shell reads them
 * @param environment all of it: nothing is inherited
 * @param stdout file that is written
 * @param stderr file that is written
 * @param within after which it is interrupted
 * @param grace between the interrupt and the kill
 * @param maxOutput bytes per file; a program that writes more is ended
 */
public record Job(
    List<String> argv,
    Map<String, String> environment,
    Path directory,
    Path stdout,
    Path stderr,
    Duration within,
    Duration grace,
    long maxOutput) {
  private static final long LOOK = 50;

  public Job {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
  }

  /**
   * Runs it. Where the thread is interrupted the program is ended as well.
   *
   * @throws IOException where it cannot be started
   */
  public JobResult run() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectOutput(stdout.toFile())
            .redirectError(stderr.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      return await(process);
    } finally {
      kill(process);
    }
  }

  private JobResult await(Process process) throws IOException, InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (!process.waitFor(LOOK, TimeUnit.MILLISECONDS)) {
      if (Files.size(stdout) > maxOutput || Files.size(stderr) > maxOutput) {
        kill(process);
        return new JobResult(JobResult.End.TOO_MUCH_OUTPUT, process.waitFor());
      }
      if (System.nanoTime() >= end) {
        interrupt(process);
        if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
          kill(process);
        }
        return new JobResult(JobResult.End.TIMED_OUT, process.waitFor());
      }
    }
    boolean much = Files.size(stdout) > maxOutput || Files.size(stderr) > maxOutput;
    return new JobResult(
        much ? JobResult.End.TOO_MUCH_OUTPUT : JobResult.End.EXITED, process.exitValue());
  }

  /** To the innermost program: a wrapper in front of it would die and take it along unsaved. */
  private void interrupt(Process process) throws IOException, InterruptedException {
    long pid = process.children().findFirst().map(ProcessHandle::pid).orElse(process.pid());
    new ProcessBuilder("/bin/kill", "-INT", Long.toString(pid))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor(5, TimeUnit.SECONDS);
  }

  private static void kill(Process process) {
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
  }
}
