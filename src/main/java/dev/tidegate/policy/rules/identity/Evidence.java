package dev.tidegate.policy.rules.identity;

import dev.tidegate.change.Commit;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A sign that no human wrote a commit alone.
 *
 * @param who the agent or automation, as far as the sign names it
 * @param where the sign stands, such as {@code the author}
 */
record Evidence(String who, String where) {
  private static final Pattern TRAILER =
      Pattern.compile(
          "(?im)^(co-authored-by|co-developed-by|assisted-by|ai-assisted-by|generated-by|agent|ai-agent|ai-model|signed-off-by|on-behalf-of|made-with"
              + "|claude-session|amp-thread-id|agent-logs-url|cursor-agent|codex-session):[ \\t]*(.+)$");
  private static final Pattern SAYS_SO =
      Pattern.compile(
          "(?im)^\\W*(?:generated|created|written|made)\\s+(?:with|by|using)\\s+\\[?("
              + "claude[\\w ]*|copilot|codex|cursor|gemini[\\w ]*|aider|devin|openhands|chatgpt)\\b");

  /** The account that the forge vouches for. */
  static Optional<Evidence> of(String account) {
    return Agents.isBot(account)
        ? Optional.of(new Evidence(account, "the account that sent it"))
        : Optional.empty();
  }

  /** What a commit claims of itself; it proves nothing, and its absence proves nothing either. */
  static Optional<Evidence> of(Commit commit) {
    return Agents.person(commit.author().name(), commit.author().email(), "the author")
        .or(() ->
            Agents.person(commit.committer().name(), commit.committer().email(), "the committer"))
        .or(() -> message(commit.message()));
  }

  private static Optional<Evidence> message(String message) {
    Matcher trailer = TRAILER.matcher(message);
    while (trailer.find()) {
      String value = trailer.group(2).strip();
      String key = trailer.group(1).toLowerCase(Locale.ROOT);
      int mail = value.indexOf('<');
      String name = mail < 0 ? value : value.substring(0, mail).strip();
      String email = mail < 0 ? "" : value.substring(mail + 1).replaceFirst(">.*", "");
      boolean declared =
          !key.startsWith("co-") && !key.startsWith("signed") && !key.startsWith("on-");
      Optional<Evidence> found =
          declared
              ? Optional.of(
                  new Evidence(
                      key.matches(".*-(session|id|url)") ? key.replaceFirst("-.*", "") : name,
                      "the trailer " + trailer.group(1)))
              : Agents.person(name, email, "the trailer " + trailer.group(1));
      if (found.isPresent()) {
        return found;
      }
    }
    Matcher says = SAYS_SO.matcher(message);
    return says.find()
        ? Optional.of(new Evidence(says.group(1).strip(), "the message"))
        : Optional.empty();
  }
}
