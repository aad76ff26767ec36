package dev.tidegate.policy.rules.commit;

import dev.tidegate.change.Commit;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.RuleDoc.Option;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Commits say what they change: git history is the audit trail. */
public final class CommitMessage implements ChangeRule {
  private static final String ID = "commit/message";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "Every commit says what it changes",
          "Git history is the audit trail: an unfinished or empty message tells nobody what reached"
              + " production.",
          "git commit --amend for the newest commit; git rebase -i for older ones.",
          "Whoever keeps the configuration can change the options or lower this rule.",
          Severity.DENY,
          true,
          List.of(
              new Option("max-subject", "100", "Longest subject line in characters (warning)."),
              new Option(
                  "conventional",
                  "false",
                  "Whether subjects must follow Conventional Commits, such as fix(gate): ..."),
              new Option("pattern", "\"\"", "A regular expression that every subject must match."),
              new Option(
                  "ticket",
                  "\"\"",
                  "A regular expression found somewhere in every message, such as [A-Z]+-[0-9]+."),
              new Option("body", "false", "Whether every message must have a body.")));

  private static final Pattern UNFINISHED =
      Pattern.compile(
          "(?:fixup|squash|amend)!.*|(?:wip|temp|tmp|todo|xxx)\\b.*|\\[wip].*|draft:.*|do not merge.*",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SAYS_NOTHING =
      Pattern.compile(
          "\\W*|(?:\\.|update|fix|change|commit|test|asdf+|foo)\\W*", Pattern.CASE_INSENSITIVE);
  private static final Pattern CONVENTIONAL =
      Pattern.compile(
          "(?:build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\\([^()]+\\))?!?: \\S.*");
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]|[\\u202A-\\u202E\\u2066-\\u2069]");

  private static final Pattern TRAILER = Pattern.compile("[A-Z][\\w-]+: .*");
  private static final int LONGEST = 4_000;

  private final int maxSubject;
  private final boolean conventional;
  private final String pattern;
  private final String ticket;
  private final boolean body;

  /** Throws {@link IllegalArgumentException} where an option cannot be read. */
  public CommitMessage(PolicySettings settings) {
    this.maxSubject = positive(first(settings, "max-subject", "100"));
    this.conventional = truth(settings, "conventional");
    this.pattern = expression(settings, "pattern");
    this.ticket = expression(settings, "ticket");
    this.body = truth(settings, "body");
  }

  private static String first(PolicySettings settings, String name, String standard) {
    return settings.option(ID, name).stream().findFirst().orElse(standard);
  }

  private static String expression(PolicySettings settings, String name) {
    String written = first(settings, name, "");
    try {
      Pattern.compile(written);
      return written;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "rules." + ID + ".options." + name + " is no regular expression: " + e.getDescription(),
          e);
    }
  }

  private static boolean truth(PolicySettings settings, String name) {
    String written = first(settings, name, "false");
    if (!written.matches("(?i)true|false")) {
      throw new IllegalArgumentException(
          "rules." + ID + ".options." + name + ": write true or false");
    }
    return Boolean.parseBoolean(written);
  }

  private static int positive(String number) {
    if (!number.matches("[1-9][0-9]{0,4}")) {
      throw new IllegalArgumentException(
          "rules." + ID + ".options.max-subject must be a number from 1, not '" + number + "'");
    }
    return Integer.parseInt(number);
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (Commit commit : subject.change().commits()) {
      judge(commit, findings.at(commit.id()));
    }
  }

  private void judge(Commit commit, Findings findings) {
    String line = commit.subject().strip();
    String shown = "Commit " + commit.id().abbreviated();
    boolean generated = commit.parents().size() > 1 || line.startsWith("Revert \"");
    if (SAYS_NOTHING.matcher(line).matches()) {
      say(findings, commit, "nothing", shown + " has a subject line that says nothing.");
    } else if (UNFINISHED.matcher(line).matches()) {
      say(findings, commit, "unfinished", shown + " says of itself that it is not finished.");
    } else if (conventional && !generated && !CONVENTIONAL.matcher(line).matches()) {
      say(
          findings,
          commit,
          "conventional",
          shown + " does not follow Conventional Commits (type(scope): subject).");
    }
    if (!generated) {
      wishes(commit, line, shown, findings);
    }
    if (CONTROL.matcher(commit.message()).find()) {
      say(
          findings,
          commit,
          "control",
          shown + " has control or direction characters in its message.");
    }
    if (!generated && line.codePointCount(0, line.length()) > maxSubject) {
      findings.add(
          Severity.WARN,
          "",
          0,
          0,
          commit.id().hex() + " long",
          shown + " has a subject line of more than " + maxSubject + " characters.",
          reword(commit));
    }
  }

  /** What the configuration asks for beside the usual. */
  private void wishes(Commit commit, String line, String shown, Findings findings) {
    String message = commit.message();
    String start = message.substring(0, Math.min(message.length(), LONGEST));
    if (!pattern.isEmpty()
        && !Pattern.matches(pattern, line.substring(0, Math.min(line.length(), LONGEST)))) {
      say(
          findings,
          commit,
          "pattern",
          shown + " has a subject line that does not match " + pattern + ".");
    }
    if (!ticket.isEmpty() && !Pattern.compile(ticket).matcher(start).find()) {
      say(findings, commit, "ticket", shown + " names no ticket (" + ticket + ").");
    }
    if (body
        && message.lines().skip(1).allMatch(l -> l.isBlank() || TRAILER.matcher(l).matches())) {
      say(findings, commit, "body", shown + " has only a subject line: it does not say why.");
    }
  }

  private static void say(Findings findings, Commit commit, String kind, String what) {
    findings.add("", 0, 0, commit.id().hex() + " " + kind, what, reword(commit));
  }

  private static String reword(Commit commit) {
    return "git rebase -i "
        + commit.id().abbreviated()
        + "^  # mark the commit 'reword', say what it changes and why";
  }
}
