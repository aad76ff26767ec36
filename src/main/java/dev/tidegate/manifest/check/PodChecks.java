package dev.tidegate.manifest.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The specification of a pod, wherever it stands. */
final class PodChecks {
  private static final Set<String> NOT_SOURCES = Set.of("name");

  private PodChecks() {}

  /**
   * @param claimed names of volumes that are claimed for each pod
   */
  static void of(Place spec, List<String> claimed) {
    Set<String> volumes = new HashSet<>(claimed);
    for (Place volume : spec.items("volumes")) {
      volume.text("name").ifPresent(volumes::add);
      sources(volume);
    }
    boolean open = spec.items("volumes").stream().anyMatch(v -> v.text("name").isEmpty());
    Set<String> names = new HashSet<>();
    for (String list : List.of("initContainers", "containers", "ephemeralContainers")) {
      for (Place container : spec.items(list)) {
        boolean starting =
            list.equals("initContainers")
                && container.text("restartPolicy").filter("Always"::equals).isEmpty();
        ContainerChecks.of(container, starting, spec.isTrue("hostNetwork"));
        if (!open) {
          ContainerChecks.mounts(container, volumes);
        }
        container
            .at("name")
            .filter(n -> n.text().filter(t -> !names.add(t)).isPresent())
            .filter(n -> !list.equals("containers") || inherited(spec, n))
            .ifPresent(n -> n.wrong("is the name of another container", "Rename one of them."));
      }
    }
    scheduling(spec);
    if (spec.text("dnsPolicy").filter("None"::equals).isPresent()
        && spec.items("dnsConfig", "nameservers").isEmpty()) {
      spec.wrong("has dnsPolicy None and no dnsConfig.nameservers", "Add a name server.");
    }
  }

  /** True where an init container has the name; equal names in one list are found by the schema. */
  private static boolean inherited(Place spec, Place name) {
    String text = name.text().orElse("");
    return spec.items("initContainers").stream()
        .anyMatch(c -> c.text("name").filter(text::equals).isPresent());
  }

  private static void sources(Place volume) {
    List<String> sources = new ArrayList<>();
    volume.entries().stream()
        .map(e -> e.key())
        .filter(k -> !NOT_SOURCES.contains(k) && !k.startsWith("$"))
        .forEach(sources::add);
    if (sources.size() > 1) {
      volume.wrong(
          "has more than one source: " + String.join(", ", sources), "Write exactly one of them.");
    }
  }

  private static void scheduling(Place spec) {
    for (Place t : spec.items("tolerations")) {
      String operator = t.text("operator").orElse("Equal");
      if (operator.equals("Exists") && t.text("value").filter(v -> !v.isEmpty()).isPresent()) {
        t.wrong("has the operator Exists, which takes no value", "Remove value.");
      } else if (operator.equals("Equal")
          && !t.has("key")
          && !t.has("value")
          && t.has("operator")) {
        t.wrong("has no key", "Add key, or write operator: Exists.");
      } else if (!t.has("key") && !operator.equals("Exists")) {
        t.wrong("has no key, and without one the operator must be Exists", "Add key.");
      }
      boolean noExecute = t.text("effect").filter("NoExecute"::equals).isPresent();
      if (t.has("tolerationSeconds") && !noExecute) {
        t.wrong("has tolerationSeconds without effect: NoExecute", "Correct effect.");
      }
    }
    Place affinity = spec.at("affinity").orElse(spec);
    for (Place term :
        affinity.items(
            "nodeAffinity",
            "requiredDuringSchedulingIgnoredDuringExecution",
            "nodeSelectorTerms")) {
      term.items("matchExpressions").forEach(SelectorChecks::requirement);
    }
    for (String kind : List.of("podAffinity", "podAntiAffinity")) {
      for (Place term : affinity.items(kind, "requiredDuringSchedulingIgnoredDuringExecution")) {
        term.at("labelSelector").ifPresent(SelectorChecks::expressions);
      }
      for (Place term : affinity.items(kind, "preferredDuringSchedulingIgnoredDuringExecution")) {
        term.at("podAffinityTerm", "labelSelector").ifPresent(SelectorChecks::expressions);
      }
    }
    for (Place constraint : spec.items("topologySpreadConstraints")) {
      constraint.at("labelSelector").ifPresent(SelectorChecks::expressions);
    }
  }
}
