package dev.tidegate.ingress.hook;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who pushes, as the server around the repository authenticated them. What a commit says about its
 * author never counts here.
 *
 * @param identity kind and name, such as {@code gitea:alice} or {@code ssh:git}; empty where nobody
 *     vouches for one, or where two servers' variables contradict each other
 */
public record Pusher(Optional<String> identity) {
  private static final Pattern NAME = Pattern.compile("[!-~]{1,200}");

  /** By the variables that each kind of server sets for its hooks. */
  public static Pusher of(HookRequest request, Account account) {
    if (!request.kind().receives()) {
      return new Pusher(Optional.empty());
    }
    Map<String, String> env = request.environment();
    List<String> found = new ArrayList<>();
    add(found, "github", env.get("GITHUB_USER_LOGIN"));
    add(found, "gitlab", env.getOrDefault("GL_USERNAME", env.getOrDefault("GL_ID", "")));
    add(found, "gitea", env.get("GITEA_PUSHER_NAME"));
    add(found, "gitolite", env.get("GL_USER"));
    add(found, "http", env.get("REMOTE_USER"));
    if (found.isEmpty()) {
      add(found, env.containsKey("SSH_CONNECTION") ? "ssh" : "local", account.name());
    }
    return new Pusher(
        found.size() == 1 && HookSettings.IDENTITY.matcher(found.getFirst()).matches()
            ? Optional.of(found.getFirst())
            : Optional.empty());
  }

  private static void add(List<String> found, String kind, @Nullable String name) {
    if (name != null && !name.isEmpty()) {
      found.add(kind + ":" + (NAME.matcher(name).matches() ? name : ""));
    }
  }

  /** The name alone, as rules compare it with a forge's logins. */
  public Optional<String> name() {
    return identity.map(i -> i.substring(i.indexOf(':') + 1));
  }

  boolean isOneOf(List<String> identities) {
    return identity.filter(identities::contains).isPresent();
  }

  String shown() {
    return identity.orElse("nobody that the server vouches for");
  }
}
