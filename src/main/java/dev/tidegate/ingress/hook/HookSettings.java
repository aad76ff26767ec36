package dev.tidegate.ingress.hook;

import dev.tidegate.change.RefName;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What the policy says about pushes through git itself.
 *
 * @param override who may override a verdict with a push option and a reason, as {@link Pusher}
 *     identities
 * @param trusted whose pushes are not judged: mirrors, replication, Tidegate itself
 * @param guarded globs of further branches that count as protected, such as {@code release/*}; or
 *     of full ref names
 */
public record HookSettings(List<String> override, List<String> trusted, List<String> guarded) {
  /** The form of an identity: {@code gitea:alice}. */
  public static final Pattern IDENTITY =
      Pattern.compile("(?:github|gitlab|gitea|gitolite|http|ssh|local):[!-~]{1,200}");

  public HookSettings {
    override = List.copyOf(override);
    trusted = List.copyOf(trusted);
    guarded = List.copyOf(guarded);
    guarded.forEach(g -> FileSystems.getDefault().getPathMatcher("glob:" + g));
  }

  /** Nobody may override, nobody is trusted, only the protected branch is guarded. */
  public static HookSettings standard() {
    return new HookSettings(List.of(), List.of(), List.of());
  }

  public boolean guards(RefName ref) {
    return guarded.stream()
        .anyMatch(glob -> {
          String whole = glob.startsWith("refs/") ? glob : "refs/heads/" + glob;
          return FileSystems.getDefault()
              .getPathMatcher("glob:" + whole)
              .matches(Path.of(ref.full()));
        });
  }
}
