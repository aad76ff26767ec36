package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;

/** The ConfigMaps, claims and ServiceAccounts that the pods of a workload cannot start without. */
final class Needs {
  private Needs() {}

  /**
   * One of them.
   *
   * @param key of a ConfigMap; empty for the whole
   */
  record Need(String kind, String name, String key, YamlNode at) {}

  static List<Need> of(Piece piece) {
    List<Need> found = new ArrayList<>();
    Pods.of(piece.manifest())
        .flatMap(pod -> pod.at("spec"))
        .ifPresent(spec -> {
          add("ServiceAccount", spec, "serviceAccountName", "", found);
          walk(spec, found);
        });
    return found;
  }

  private static void walk(YamlNode node, List<Need> found) {
    switch (node) {
      case Scalar s -> {}
      case Sequence list -> list.items().forEach(i -> walk(i, found));
      case Mapping map -> {
        for (String field : List.of("configMapKeyRef", "configMapRef", "configMap")) {
          map.get(field)
              .filter(r -> r.text("optional").filter("true"::equals).isEmpty())
              .ifPresent(r -> {
                String key = field.endsWith("KeyRef") ? r.text("key").orElse("") : "";
                add("ConfigMap", r, "name", key, found);
              });
        }
        map.get("persistentVolumeClaim")
            .ifPresent(c -> add("PersistentVolumeClaim", c, "claimName", "", found));
        map.entries().forEach(e -> walk(e.value(), found));
      }
    }
  }

  private static void add(String kind, YamlNode from, String field, String key, List<Need> found) {
    from.at(field)
        .filter(n -> n.text().filter(t -> t.matches("[a-z0-9]([-a-z0-9.]*[a-z0-9])?")).isPresent())
        .ifPresent(n -> found.add(new Need(kind, n.text().orElse(""), key, n)));
  }
}
