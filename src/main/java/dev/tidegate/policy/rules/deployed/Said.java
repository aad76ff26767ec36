package dev.tidegate.policy.rules.deployed;

import dev.tidegate.change.PathChange;
import dev.tidegate.manifest.deployed.Apps;
import dev.tidegate.manifest.deployed.Bundle;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.Subject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** What is wrong at a place of an Application's files. */
record Said(String path, int line, int column, String identity, String what, String fix) {
  /**
   * Looks at the Applications that the change touches, and says what it finds at a place that was
   * changed, or did not find before.
   */
  static void fresh(Subject subject, Findings findings, BiConsumer<Looked, Bundle> look) {
    Set<String> touched =
        subject.change().result().stream().map(PathChange::path).collect(Collectors.toSet());
    List<Said> now = new ArrayList<>();
    Looked after = new Looked(subject, subject.change().after(), now);
    List<Apps.Declared> concerned =
        subject
            .once(
                Concerned.class,
                subject.change().after(),
                () ->
                    new Concerned(
                        after.apps().declared().stream()
                            .filter(d -> concerns(after.apps(), d, touched))
                            .toList()))
            .apps();
    concerned.forEach(d -> look.accept(after, after.apps().read(d)));
    if (now.stream().anyMatch(s -> !touched.contains(s.path()))) {
      List<Said> then = new ArrayList<>();
      Looked before = new Looked(subject, subject.change().before(), then);
      before.apps().declared().stream()
          .filter(d -> concerned.stream().anyMatch(c -> c.app().equals(d.app())))
          .forEach(d -> look.accept(before, before.apps().read(d)));
      Set<String> known = then.stream().map(Said::key).collect(Collectors.toSet());
      now.removeIf(s -> !touched.contains(s.path()) && known.contains(s.key()));
    }
    Set<String> told = new HashSet<>();
    for (Said s : now) {
      if (told.add(s.key())) {
        findings.add(s.path, s.line, s.column, s.identity, s.what, s.fix);
      }
    }
  }

  /** A file of its own, of its folder, or of a base that its kustomization takes. */
  private static boolean concerns(Apps apps, Apps.Declared one, Set<String> touched) {
    String folder = one.source().folder();
    String inside = folder.isEmpty() ? "" : folder + "/";
    return touched.contains(one.path())
        || touched.stream().anyMatch(p -> p.startsWith(inside))
        || (apps.isKustomized(folder)
            && apps.read(one).files().stream().anyMatch(touched::contains));
  }

  /** The Applications that the change touches. */
  private record Concerned(List<Apps.Declared> apps) {}

  private String key() {
    return path + "\n" + identity;
  }
}
