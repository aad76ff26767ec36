package dev.tidegate;

import dev.tidegate.client.git.open.QuietSystemReader;
import dev.tidegate.ingress.cli.Cli;
import dev.tidegate.ingress.hook.HookRequest;
import dev.tidegate.ingress.hookd.HookProcess;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The program's entry. */
public final class Main {
  private Main() {}

  /** Ends the process whatever happens: a thread that is left over must not keep it half alive. */
  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    if (args.length >= 2 && args[0].equals("hook")) {
      // Git waits: nothing but the hook is loaded.
      Optional<HookRequest.Kind> kind = HookRequest.Kind.of(args[1]);
      if (kind.isPresent()) {
        HookProcess process =
            new HookProcess(System.getenv(), System.in, System.err, HookProgram::hook);
        QuietSystemReader.withoutShutdownHook();
        // Halted, not exited: nothing is left to close, and nothing may hold git up.
        Runtime.getRuntime().halt(process.run(kind.get(), List.of(args).subList(2, args.length)));
      }
    }
    int code = Cli.UNABLE;
    try {
      if (args.length > 0 && args[0].equals("warm-up")) {
        // For the launcher alone; not through what reads arguments, as a start does not use it.
        code = WarmUp.run(args.length > 1 ? args[1] : "") ? 0 : 1;
        return;
      }
      if (args.length > 0 && args[0].equals("check")) {
        QuietSystemReader.withoutShutdownHook();
      }
      code = Cli.run(new Program(System.getenv(), out), out, err, args);
    } catch (Throwable e) {
      code = Cli.trouble(e, System.getenv(), err);
    } finally {
      out.flush();
      err.flush();
      System.exit(code);
    }
  }
}
