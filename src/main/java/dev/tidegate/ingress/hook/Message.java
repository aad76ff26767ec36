package dev.tidegate.ingress.hook;

import dev.tidegate.change.Change;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import dev.tidegate.report.Redactor;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the person who pushes reads: ASCII, at most 72 columns, no secret. GitLab shows only lines
 * with a prefix in its web interface, so there each line has it.
 */
final class Message {
  private static final int WIDTH = 72;
  private static final int LISTED = 20;
  private static final int WARNINGS = 5;
  private static final int FIX_LINES = 4;
  private static final Pattern MASKED = Pattern.compile("\\S{0,20}\u2026\\([0-9]+ characters?\\)");

  private final HookRequest request;
  private final UnaryOperator<String> redactor;

  Message(HookRequest request) {
    this.request = request;
    this.redactor = new Redactor();
  }

  /** A ref, what it brings, and what was found. */
  record Judged(RefUpdate update, Change change, Verdict verdict) {
    List<Finding> findings() {
      return verdict.judgement().findings();
    }

    boolean passes() {
      return verdict instanceof Verdict.Allowed;
    }
  }

  private Ascii page() {
    boolean gitlab =
        request.kind().receives()
            && List.of("GL_ID", "GL_REPOSITORY", "GL_PROTOCOL", "GL_USERNAME").stream()
                .anyMatch(name -> request.variable(name).isPresent());
    return new Ascii(gitlab ? "GL-HOOK-ERR: " : "", WIDTH, redactor);
  }

  private String what() {
    return request.kind() == HookRequest.Kind.PRE_COMMIT ? "commit" : "push";
  }

  /** Nothing could be judged, so nothing passes. */
  String unable(String reason, String id) {
    Ascii page = page();
    page.line(0, "Tidegate: " + what() + " rejected, because it could not be judged.");
    reason.lines().limit(20).forEach(l -> page.lines(2, l, 8));
    return ending(page, id).toString();
  }

  /**
   * @param note a line about an override that was asked for and is not granted
   * @param mayOverride true where this pusher may
   */
  String rejected(List<Judged> judged, Optional<String> note, boolean mayOverride, String id) {
    List<Judged> bad = judged.stream().filter(j -> !j.passes()).toList();
    long count = bad.stream().mapToLong(j -> blocking(j).size()).sum();
    Ascii page = page();
    String found = count + (count == 1 ? " finding" : " findings");
    page.line(0, "Tidegate: " + what() + " rejected, " + found + ".");
    int room = LISTED;
    for (Judged j : bad) {
      page.blank();
      if (request.kind() != HookRequest.Kind.PRE_COMMIT) {
        page.line(0, j.update().ref().full());
      }
      List<Finding> findings = blocking(j);
      findings.stream().limit(room).forEach(f -> finding(page, f));
      if (findings.size() > room) {
        page.line(2, "and " + (findings.size() - room) + " more; the id below has them all");
      }
      room = Math.max(0, room - findings.size());
    }
    page.blank();
    new Repair(page, request.kind()).of(bad);
    note.ifPresent(n -> page.blank().line(0, n));
    if (mayOverride) {
      page.blank().line(0, "You may override this, on the record:");
      page.command(2, "git push -o tidegate.override=\"why\"");
    }
    return ending(page, id).toString();
  }

  /** It passes; warnings are told in few lines, and none says nothing. */
  String passed(List<Judged> judged, Optional<String> note, String id) {
    List<Finding> told =
        judged.stream()
            .flatMap(j -> j.findings().stream())
            .filter(f -> f.severity() != Severity.INFO)
            .toList();
    if (told.isEmpty() && note.isEmpty()) {
      return "";
    }
    Ascii page = page();
    note.ifPresent(n -> page.line(0, n));
    if (!told.isEmpty()) {
      String count = told.size() == 1 ? "1 warning" : told.size() + " warnings";
      page.line(0, "Tidegate: " + what() + " passes with " + count + ".");
      told.stream().limit(WARNINGS).forEach(f -> finding(page, f));
      if (told.size() > WARNINGS) {
        page.line(2, "and " + (told.size() - WARNINGS) + " more");
      }
    }
    return ending(page, id).toString();
  }

  private Ascii ending(Ascii page, String id) {
    String where = request.kind().receives() ? " on the server" : "";
    return page.blank().line(0, "id " + id + " (tidegate explain " + id + where + ")");
  }

  static List<Finding> blocking(Judged judged) {
    return judged.findings().stream()
        .filter(f -> f.severity() == Severity.DENY || f.severity() == Severity.NEEDS_HUMAN)
        .toList();
  }

  /** {@code secret/plaintext 0123abcd a/b.yaml:12 ghp_...(40 characters)}, then what it means. */
  private void finding(Ascii page, Finding f) {
    String what = redactor.apply(f.what());
    Matcher masked = MASKED.matcher(what);
    String value = masked.find() ? " " + Ascii.of(masked.group()) : "";
    String head = f.rule() + commit(f);
    String place =
        f.path().map(p -> " " + path(p) + (f.line() > 0 ? ":" + f.line() : "")).orElse("");
    // One finding is one line: first the value's length gives way, then the path's middle.
    if (over(page, head, place, value) > 0) {
      value = value.replaceFirst("\\([0-9]+ characters?\\)$", "");
    }
    int over = over(page, head, place, value);
    if (over > 0 && !place.isEmpty()) {
      String whole = place.strip();
      String part = " " + middle(whole, Math.max(12, whole.length() - over));
      page.lines(2, head + part + value, 1).line(4, "in " + whole);
    } else {
      page.lines(2, head + place + value, 1);
    }
    String asks = f.severity() == Severity.NEEDS_HUMAN ? "needs a human: " : "";
    page.lines(4, asks + what, 3);
    if (!Repair.aboutSecret(f)) {
      fix(page, f.fix().lines().filter(l -> !l.isBlank()).toList());
    }
  }

  /** The first lines of a rule's own fix; what is indented there is a command. */
  private static void fix(Ascii page, List<String> lines) {
    for (String line : lines.subList(0, Math.min(FIX_LINES, lines.size()))) {
      if (line.startsWith(" ")) {
        page.command(6, line);
      } else {
        page.lines(4, (line.equals(lines.getFirst()) ? "fix: " : "") + line, 4);
      }
    }
    if (lines.size() > FIX_LINES) {
      page.line(4, "...");
    }
  }

  private static int over(Ascii page, String head, String place, String value) {
    return 2 + head.length() + place.length() + value.length() - page.room();
  }

  private static String commit(Finding f) {
    return f.commit().filter(c -> !c.isNone()).map(c -> " " + c.hex().substring(0, 8)).orElse("");
  }

  private String path(String path) {
    return Ascii.of(redactor.apply(path));
  }

  private static String middle(String text, int keep) {
    if (text.length() <= keep) {
      return text;
    }
    int tail = Math.max(1, (keep - 3) * 2 / 3);
    int start = Math.max(1, keep - 3 - tail);
    return text.substring(0, start) + "..." + text.substring(text.length() - tail);
  }
}
