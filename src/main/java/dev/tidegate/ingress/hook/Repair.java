package dev.tidegate.ingress.hook;

import dev.tidegate.change.Commit;
import dev.tidegate.change.CommitId;
import dev.tidegate.ingress.hook.Message.Judged;
import dev.tidegate.policy.Finding;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The commands that mend what was found, in the order in which to run them. */
final class Repair {
  private final Ascii page;
  private final HookRequest.Kind kind;

  Repair(Ascii page, HookRequest.Kind kind) {
    this.page = page;
    this.kind = kind;
  }

  static boolean aboutSecret(Finding f) {
    return f.rule().startsWith("secret/");
  }

  void of(List<Judged> bad) {
    List<Finding> all = bad.stream().flatMap(j -> Message.blocking(j).stream()).toList();
    if (all.stream().anyMatch(Repair::aboutSecret)) {
      page.line(0, "Rotate it: a secret that left your machine counts as known.");
    }
    if (kind == HookRequest.Kind.PRE_COMMIT) {
      page.line(0, "Repair the files, then:");
      page.command(2, "git add -u && git commit");
      return;
    }
    Set<List<String>> told = new LinkedHashSet<>();
    for (Judged judged : bad) {
      List<String> commands = commands(judged);
      if (!commands.isEmpty() && told.add(commands)) {
        page.line(0, commands.getFirst());
        commands.stream().skip(1).forEach(c -> page.command(2, c));
      }
    }
  }

  /** A sentence and its commands; empty where only the findings' own fixes help. */
  private static List<String> commands(Judged judged) {
    List<Commit> commits = judged.change().commits();
    Set<CommitId> ids = new LinkedHashSet<>();
    Message.blocking(judged).stream()
        .filter(
            f -> !f.rule().equals("commit/force-push")) // mended by its own fix, not by a commit
        .forEach(f -> f.commit().ifPresent(ids::add));
    CommitId head = judged.change().head();
    if (ids.contains(head) && judged.change().base().isEmpty() && noneIs(head, commits)) {
      return List.of("This ref names the content itself, without a commit. Name other content.");
    }
    if (!commits.isEmpty() && judged.update().ref().full().startsWith("refs/tags/")) {
      CommitId newest = commits.getLast().id();
      if (ids.contains(newest) && !newest.equals(head)) {
        String tag = judged.update().ref().shortName();
        return List.of(
            "Make the tag anew:", "git tag -d " + quoted(tag), "git tag -a " + quoted(tag));
      }
    }
    for (int i = 0; i < commits.size(); i++) {
      Commit earliest = commits.get(i);
      if (ids.contains(earliest.id())) {
        return earliest.id().equals(head) ? amend() : rebase(earliest, commits);
      }
    }
    return List.of();
  }

  private static boolean noneIs(CommitId id, List<Commit> commits) {
    return commits.stream().noneMatch(c -> c.id().equals(id));
  }

  private static List<String> amend() {
    return List.of(
        "Repair the files; it is the newest commit, so amend it:",
        "git commit -a --amend",
        "git push");
  }

  private static List<String> rebase(Commit earliest, List<Commit> commits) {
    boolean merges = commits.stream().anyMatch(c -> c.parents().size() > 1);
    String from =
        earliest.parents().isEmpty() ? "--root" : earliest.id().hex().substring(0, 8) + "^";
    return List.of(
        "Rewrite from the earliest bad commit, and mark the bad ones 'edit':",
        "git rebase -i " + (merges ? "--rebase-merges " : "") + from,
        "git commit -a --amend   # at each stop, after the repair",
        "git rebase --continue",
        "git push");
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9._/-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
