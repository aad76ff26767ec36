package dev.tidegate.policy.rules.commit;

import dev.tidegate.change.Change.Oddity;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import java.util.Set;

/**
 * The git objects themselves are sound: no path, tree or link that two programs read differently.
 */
public final class SoundTree implements ChangeRule {
  private static final RuleDoc DOC =
      new RuleDoc(
          "commit/sound-tree",
          "The git objects are sound",
          "Git, an editor or Argo CD could read other things than were reviewed, or run a program.",
          "Take the entry out of every commit that has it.",
          "Whoever keeps the configuration can lower this rule for a path.",
          Severity.DENY,
          true);

  /** Can be meant so, but something stays unjudged or misleads. */
  private static final Set<String> ASK =
      Set.of(
          "path-lookalike", "submodule", "lfs-pointer", "lfs-config", "commit-date", "commit-text");

  private static final Set<String> TELL =
      Set.of(
          "path-windows",
          "path-backslash",
          "path-case-clash",
          "symlink-chain",
          "symlink-dangling",
          "attributes-hide",
          "commit-orphan");

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    for (Oddity oddity : subject.change().oddities()) {
      String path = oddity.path().orElse("");
      findings
          .at(oddity.commit())
          .add(
              severity(oddity.kind()),
              path,
              0,
              0,
              oddity.kind() + (path.isEmpty() ? " " + oddity.commit().hex() : ""),
              "%s: %s.".formatted(oddity.kind(), oddity.detail().replaceFirst("\\.$", "")),
              path.isEmpty()
                  ? "git rebase -i " + oddity.commit().abbreviated() + "^  # make the commit anew"
                  : "Remove the entry from commit %s and from every later one: git rebase -i %s^"
                      .formatted(oddity.commit().abbreviated(), oddity.commit().abbreviated()));
    }
  }

  /** A kind that nobody knows here is refused. */
  private static Severity severity(String kind) {
    Severity other = ASK.contains(kind) ? Severity.NEEDS_HUMAN : Severity.DENY;
    return TELL.contains(kind) ? Severity.WARN : other;
  }
}
