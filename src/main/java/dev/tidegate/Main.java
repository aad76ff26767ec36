package dev.tidegate;

import dev.tidegate.ingress.cli.Cli;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** The program's entry. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    int code = Cli.run(new Program(System.getenv(), out), out, err, args);
    out.flush();
    err.flush();
    System.exit(code);
  }
}
