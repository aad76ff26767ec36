package dev.tidegate.policy.rules.argocd;

import dev.tidegate.change.FileEntry;
import dev.tidegate.change.Tree;
import dev.tidegate.policy.Subject;
import dev.tidegate.syntax.Yaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The Applications that the result declares in the folder for them, touched or not. */
final class Declared {
  private static final long LARGEST = 1L << 20;

  private Declared() {}

  static List<App> in(Subject subject) {
    List<App> apps = new ArrayList<>();
    subject
        .fleet()
        .argocdApps()
        .ifPresent(folder -> {
          Tree tree = subject.change().after();
          for (FileEntry file : tree.under(folder.replaceFirst("/+$", ""))) {
            if (isManifest(file)) {
              apps.addAll(App.in(file.path(), Yaml.read(tree.read(file, LARGEST))));
            }
          }
        });
    return apps;
  }

  /** A manifest of a size that the engine reads without a finding. */
  static boolean isManifest(FileEntry file) {
    String name = file.path().toLowerCase(Locale.ROOT);
    boolean content =
        file.mode() == FileEntry.Mode.FILE || file.mode() == FileEntry.Mode.EXECUTABLE;
    boolean manifest = name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
    return content && manifest && file.size() <= LARGEST;
  }
}
