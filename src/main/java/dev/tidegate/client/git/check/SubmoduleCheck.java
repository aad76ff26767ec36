package dev.tidegate.client.git.check;

import dev.tidegate.change.Change.OddityKind;
import dev.tidegate.change.CommitId;
import dev.tidegate.client.git.objects.Printable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Config;

/** Reads {@code .gitmodules} for what attacks whoever clones with submodules. */
final class SubmoduleCheck {
  private static final Pattern TRANSPORT =
      Pattern.compile("(?i)(ext|fd|file|transport)(::|:/).*", Pattern.DOTALL);

  private final Oddities oddities;

  SubmoduleCheck(Oddities oddities) {
    this.oddities = oddities;
  }

  void check(String path, String text, CommitId commit) {
    Config config = new Config();
    try {
      config.fromText(text);
    } catch (ConfigInvalidException | RuntimeException e) {
      add(path, commit, "it cannot be read as git configuration");
      return;
    }
    for (String name : config.getSubsections("submodule")) {
      if (outside(name) || hidden(name)) {
        add(path, commit, "a submodule's name leaves its folder: " + Printable.of(name));
      }
      for (String url : values(config, name, "url")) {
        if (url.startsWith("-") || hidden(url) || TRANSPORT.matcher(url).matches()) {
          add(path, commit, "a submodule's URL can run a command: " + Printable.of(url));
        }
      }
      for (String place : values(config, name, "path")) {
        if (place.startsWith("-") || place.startsWith("/") || outside(place) || hidden(place)) {
          add(path, commit, "a submodule's path is not a plain one: " + Printable.of(place));
        }
      }
      for (String update : values(config, name, "update")) {
        if (!List.of("checkout", "rebase", "merge", "none").contains(update)) {
          add(path, commit, "a submodule's update runs a command: " + Printable.of(update));
        }
      }
    }
  }

  private static List<String> values(Config config, String name, String key) {
    return Arrays.asList(config.getStringList("submodule", name, key));
  }

  private static boolean outside(String path) {
    return Arrays.stream(path.split("[/\\\\]", -1))
        .anyMatch(p -> p.equals("..") || NameCheck.folded(p).equals(".git"));
  }

  private static boolean hidden(String text) {
    return text.codePoints().anyMatch(Printable::hidden);
  }

  private void add(String path, CommitId commit, String detail) {
    oddities.add(OddityKind.SUBMODULE_CONFIG, path, commit, detail);
  }
}
