package dev.tidegate.manifest.exec;

import dev.tidegate.manifest.exec.Literals.Literal;
import dev.tidegate.syntax.shell.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Program text: argument vectors, and calls that hand a string to a shell. */
final class Code {
  private static final Pattern CODE =
      Pattern.compile(".*\\.(py|js|mjs|cjs|ts|mts|tsx|jsx|go|rb|pl|php|java|kt|rs|cs)");
  private static final Pattern SHELL_CALL =
      Pattern.compile(
          "(?s).*\\b(system|popen|run|call|check_call|check_output|Popen|getoutput|exec|execSync"
              + "|execa|execaCommand|spawn|spawnSync|shell_exec|passthru|create_subprocess_shell"
              + "|getstatusoutput|shelljs\\.exec|exec_command|ShellExecute)"
              + "\\s*\\(\\s*(?:args\\s*=\\s*|cmd\\s*=\\s*)?[frbu]{0,2}");
  private static final Pattern GROOVY_CALL =
      Pattern.compile("(?s).*\\b(?:sh|bat|powershell)\\b\\s*\\(?\\s*(?:[\\w:, ]*script\\s*:\\s*)?");
  private static final Pattern TERRAFORM_COMMAND =
      Pattern.compile("(?s).*\\b(command|inline|program)\\s*=\\s*(\\[[^\\]]*)?");
  private static final int BEFORE = 160;

  private Code() {}

  static boolean isCode(String name) {
    return CODE.matcher(name).matches();
  }

  static void program(Executables.Sink sink, String text) {
    List<Literal> literals = Literals.in(text, true);
    int i = 0;
    while (i < literals.size()) {
      Literal literal = literals.get(i);
      List<Word> vector = new ArrayList<>();
      vector.add(literal.word());
      int next = i + 1;
      while (next < literals.size() && joins(text, literals.get(next - 1), literals.get(next))) {
        vector.add(literals.get(next).word());
        next++;
      }
      boolean called = SHELL_CALL.matcher(before(text, literal.start())).matches();
      if (called && literal.content().text().strip().indexOf(' ') > 0) {
        sink.script(literal.content(), "a call of a shell");
      } else if (vector.size() > 1 && literal.content().text().indexOf(' ') < 0) {
        sink.argv(vector, "an argument vector in a program");
      }
      i = next;
    }
  }

  static void groovy(Executables.Sink sink, String text) {
    for (Literal literal : Literals.in(text, false)) {
      if (GROOVY_CALL.matcher(before(text, literal.start())).matches()) {
        sink.script(literal.content(), "a pipeline step");
      }
    }
  }

  static void terraform(Executables.Sink sink, String text) {
    String where = "a Terraform provisioner";
    for (Literal literal : Literals.in(text, true)) {
      if (inBlock(text, literal.start())
          && TERRAFORM_COMMAND.matcher(before(text, literal.start())).matches()) {
        sink.script(literal.content(), where);
      }
    }
  }

  /** True inside a provisioner or an external data source that opened at most 4,000 earlier. */
  private static boolean inBlock(String text, int at) {
    String before = text.substring(Math.max(0, at - 4_000), at);
    int opened = Math.max(before.lastIndexOf("provisioner \""), before.lastIndexOf("\"external\""));
    int depth = 0;
    for (int i = Math.max(0, opened); i < before.length(); i++) {
      depth += before.charAt(i) == '{' ? 1 : before.charAt(i) == '}' ? -1 : 0;
    }
    return opened >= 0 && depth > 0;
  }

  private static String before(String text, int start) {
    return text.substring(Math.max(0, start - BEFORE), start);
  }

  /** True where only a comma, an opening bracket or short names stand between two literals. */
  private static boolean joins(String text, Literal a, Literal b) {
    if (b.start() - a.end() > 200) {
      return false;
    }
    String between = text.substring(a.end(), b.start()).strip();
    return between.matches(",\\s*\\[?\\s*[frbu]?")
        || between.matches(",\\s*([\\w.*()\\[\\]-]+,\\s*){1,4}[frbu]?");
  }
}
