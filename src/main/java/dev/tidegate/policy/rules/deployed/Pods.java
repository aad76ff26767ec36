package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The pods that workloads make. */
final class Pods {
  private static final Set<String> TEMPLATED =
      Set.of(
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "ReplicationController",
          "Job",
          "Rollout");

  private Pods() {}

  /** What holds a pod's {@code metadata} and {@code spec}. */
  static Optional<YamlNode> of(Manifest m) {
    return switch (m.kind()) {
      case "Pod" -> Optional.of(m.root());
      case "CronJob" -> m.root().at("spec", "jobTemplate", "spec", "template");
      default -> TEMPLATED.contains(m.kind()) ? m.root().at("spec", "template") : Optional.empty();
    };
  }

  /** True where every pair of the selector stands among the pod's labels, or may do. */
  static boolean match(YamlNode selector, Manifest workload, Map<String, String> added) {
    Optional<YamlNode> pod = of(workload);
    return pod.isPresent()
        && selector instanceof Mapping map
        && map.entries().stream()
            .allMatch(e -> {
              String wanted = e.value().text().orElse("");
              Optional<String> has = pod.get().text("metadata", "labels", e.key());
              return isOpen(wanted)
                  || has.filter(h -> h.equals(wanted) || isOpen(h)).isPresent()
                  || wanted.equals(added.get(e.key()));
            });
  }

  static boolean isOpen(String text) {
    return text.contains("{{") || text.contains("${") || text.contains("$(");
  }

  /** The names of the ports that its containers open. */
  static Set<String> ports(Manifest workload) {
    Set<String> names = new HashSet<>();
    YamlNode pod = of(workload).orElse(workload.root());
    for (String field : List.of("containers", "initContainers")) {
      for (YamlNode container : pod.items("spec", field)) {
        container.items("ports").forEach(p -> p.text("name").ifPresent(names::add));
      }
    }
    return names;
  }
}
