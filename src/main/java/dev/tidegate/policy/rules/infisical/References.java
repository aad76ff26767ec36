package dev.tidegate.policy.rules.infisical;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The Secrets that the pods of a manifest need. */
final class References {
  private static final Set<String> KINDS =
      Set.of(
          "Pod",
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "Job",
          "CronJob",
          "Rollout",
          "ServiceAccount",
          "PodTemplate");
  private static final List<String> MARKS =
      List.of("secretKeyRef", "secretRef", "secretName", "imagePullSecrets", "secret");

  private References() {}

  record Reference(String name, int line, int column) {}

  static boolean possible(String text) {
    return MARKS.stream().anyMatch(text::contains);
  }

  static List<Reference> in(Manifest manifest) {
    List<Reference> found = new ArrayList<>();
    if (KINDS.contains(manifest.kind())) {
      walk(manifest.root(), found);
    }
    return found;
  }

  private static void walk(YamlNode node, List<Reference> found) {
    switch (node) {
      case Scalar s -> {}
      case Sequence list -> list.items().forEach(i -> walk(i, found));
      case Mapping map -> {
        for (String key : List.of("secretKeyRef", "secretRef", "secret")) {
          map.get(key)
              .filter(r -> r.text("optional").filter("true"::equals).isEmpty())
              .ifPresent(r -> {
                add(r, "name", found);
                add(r, "secretName", found);
              });
        }
        map.items("imagePullSecrets").forEach(i -> add(i, "name", found));
        map.entries().forEach(e -> walk(e.value(), found));
      }
    }
  }

  private static void add(YamlNode reference, String field, List<Reference> found) {
    if (reference.at(field).orElse(null) instanceof Scalar name
        && name.text().matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")) {
      found.add(new Reference(name.text(), name.line(), name.column()));
    }
  }
}
