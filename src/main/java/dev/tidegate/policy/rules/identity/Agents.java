package dev.tidegate.policy.rules.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names and addresses by which agents and automation sign. */
final class Agents {
  private static final Pattern BOT = Pattern.compile("(?i)[\\w.-]+\\[bot]");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(claude|copilot|codex|chatgpt|gemini|jules|devin|openhands|aider|cursor ?agent|windsurf|amazon q"
              + "|sweep|opencode|amp code|roo code|kiro|junie|openclaw|renovate|dependabot|github-actions|pre-commit-ci|langgraph|autogpt|swe-agent|tidegate)\\b");
  private static final Pattern PLAIN_BOT = Pattern.compile("(?i).+[ _-](bot|swe-agent|ci-agent)");
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?i).*(@anthropic\\.com|@openai\\.com|cursoragent@cursor\\.com|@devin\\.ai|@openhands\\.dev"
              + "|@all-hands\\.dev|copilot@github\\.com|@renovateapp\\.com|amp@ampcode\\.com|noreply@opencode\\.ai|agent@warp\\.dev|\\+copilot@users\\.noreply\\.github\\.com)");

  private Agents() {}

  /**
   * An account that is a bot by its name: {@code renovate[bot]}, {@code acme-bot}, {@code copilot}.
   */
  static boolean isBot(String account) {
    return BOT.matcher(account).matches()
        || PLAIN_BOT.matcher(account).matches()
        || NAMED.matcher(account).matches();
  }

  static Optional<Evidence> person(String name, String email, String where) {
    Matcher bot = BOT.matcher(name + " " + email);
    if (bot.find()) {
      return Optional.of(new Evidence(bot.group(), where));
    }
    boolean alone = NAMED.matcher(name).results().anyMatch(m -> m.start() == 0);
    boolean calledBot = PLAIN_BOT.matcher(name.strip()).matches();
    if (calledBot || ADDRESS.matcher(email).matches() || (alone && !isPersonal(name, email))) {
      return Optional.of(new Evidence(name.isBlank() ? email : name, where));
    }
    return Optional.empty();
  }

  /** People are called Claude, Devin or Jules too: a family name makes a person of it. */
  private static boolean isPersonal(String name, String email) {
    String first = NAMED.matcher(name).replaceFirst("").strip();
    boolean family =
        first.matches("\\p{Lu}[\\p{L}'-]+(?: .*)?")
            && !first.matches("(?i)(code|opus|sonnet|haiku|agent|bot|cli|pro|flash|ai)\\b.*");
    return family && !email.toLowerCase(Locale.ROOT).startsWith("noreply@");
  }
}
