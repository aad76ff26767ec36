package dev.tidegate.ingress.hookd;

import dev.tidegate.ingress.hook.Hook;
import dev.tidegate.ingress.hook.HookAnswer;
import dev.tidegate.ingress.hook.HookRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** The process that git starts as a hook: from its arguments to its exit code, within a budget. */
public final class HookProcess {
  private static final Duration BUDGET = Duration.ofSeconds(3);
  private static final Duration RESERVE = Duration.ofMillis(250);
  private static final int LARGEST_INPUT = 64 << 20;

  private final Map<String, String> environment;
  private final InputStream in;
  private final PrintStream err;
  private final Supplier<Hook> hook;

  /**
   * @param hook made only where it is needed
   */
  public HookProcess(
      Map<String, String> environment, InputStream in, PrintStream err, Supplier<Hook> hook) {
    Map<String, String> passing = new HashMap<>(environment);
    passing.keySet().removeIf(name -> !HookRequest.passes(name));
    this.environment = Map.copyOf(passing);
    this.in = in;
    this.err = err;
    this.hook = hook;
  }

  /** The exit code, once the answer is printed. Where the budget ends first the process halts. */
  public int run(HookRequest.Kind kind, List<String> arguments) {
    Duration budget = budget();
    HookRequest asked =
        new HookRequest(kind, arguments, Path.of("").toAbsolutePath(), environment, "");
    CompletableFuture.delayedExecutor(
            budget.minus(RESERVE).toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() -> Runtime.getRuntime().halt(say(hook.get().late(asked, budget.toSeconds()))));
    HookAnswer answer;
    try {
      String input = kind.reads() ? new String(read(), StandardCharsets.UTF_8) : "";
      answer =
          hook.get()
              .answer(new HookRequest(kind, arguments, asked.folder(), asked.environment(), input));
    } catch (IOException e) {
      answer = new HookAnswer(1, "Tidegate: rejected, what git said could not be read.\n");
    }
    return say(answer);
  }

  private byte[] read() throws IOException {
    byte[] bytes = in.readNBytes(LARGEST_INPUT + 1);
    if (bytes.length > LARGEST_INPUT) {
      throw new IOException("more than 64 MiB");
    }
    return bytes;
  }

  /** One answer only, whoever comes first. */
  private synchronized int say(HookAnswer answer) {
    err.print(answer.text());
    err.flush();
    return answer.code();
  }

  /** What is left of {@code TIDEGATE_HOOK_BUDGET}, in whole seconds, 3 by default. */
  private Duration budget() {
    String seconds = environment.getOrDefault("TIDEGATE_HOOK_BUDGET", "");
    return seconds.matches("[1-9][0-9]{0,3}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : BUDGET;
  }
}
