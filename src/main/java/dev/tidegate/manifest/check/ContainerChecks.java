package dev.tidegate.manifest.check;

import dev.tidegate.schema.format.Quantity;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** One container of a pod. */
final class ContainerChecks {
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final List<String> HANDLERS = List.of("exec", "httpGet", "tcpSocket", "grpc");
  private static final List<String> HOOKS = List.of("exec", "httpGet", "tcpSocket", "sleep");
  private static final Set<String> RESOURCES = Set.of("cpu", "memory", "ephemeral-storage");

  private ContainerChecks() {}

  /**
   * @param starting true for an init container that ends before the others begin
   */
  static void of(Place container, boolean starting, boolean hostNetwork) {
    Set<String> ports = ports(container, hostNetwork);
    for (String probe : PROBES) {
      container.at(probe).ifPresent(p -> probe(p, probe, ports, starting));
    }
    for (String hook : List.of("postStart", "preStop")) {
      container
          .at("lifecycle", hook)
          .ifPresent(h -> {
            handler(h, HOOKS);
            named(h, ports);
          });
    }
    environment(container);
    resources(container);
    image(container);
    security(container);
  }

  private static Set<String> ports(Place container, boolean hostNetwork) {
    Set<String> names = new HashSet<>();
    for (Place port : container.items("ports")) {
      port.at("name")
          .ifPresent(name -> {
            if (name.text().isEmpty()) {
              names.add("*");
            } else if (!names.add(name.text().get())) {
              name.wrong("is the name of a port above", "Rename it.");
            }
          });
      Optional<Long> host = port.number("hostPort").filter(h -> h != 0);
      if (hostNetwork && host.isPresent() && !host.equals(port.number("containerPort"))) {
        port.wrong(
            "has a hostPort other than its containerPort, with hostNetwork", "Make them equal.");
      }
    }
    return names;
  }

  private static void probe(Place probe, String name, Set<String> ports, boolean starting) {
    if (starting) {
      probe.wrong(
          "is not for an init container that ends", "Remove it, or write restartPolicy: Always.");
      return;
    }
    handler(probe, HANDLERS);
    named(probe, ports);
    if (!name.equals("readinessProbe") && probe.number("successThreshold").orElse(1L) > 1) {
      probe.wrong("must have a successThreshold of 1", "Remove successThreshold.");
    }
  }

  private static void handler(Place place, List<String> handlers) {
    List<String> stated = place.present(handlers);
    if (stated.size() != 1) {
      place.wrong(
          stated.isEmpty()
              ? "does nothing: it has none of " + String.join(", ", handlers)
              : "has more than one of " + String.join(", ", handlers),
          "Write exactly one of them.");
    }
  }

  /** A port by name is one of the container's own. */
  private static void named(Place place, Set<String> ports) {
    for (String handler : List.of("httpGet", "tcpSocket")) {
      place
          .at(handler, "port")
          .filter(p -> !ports.contains("*"))
          .filter(p -> p.text().filter(t -> !t.matches("\\d+") && !ports.contains(t)).isPresent())
          .ifPresent(p ->
              p.wrong(
                  "names a port that the container does not have",
                  ports.isEmpty()
                      ? "Write the port's number, or add the port to ports."
                      : "Write one of "
                          + String.join(", ", ports.stream().sorted().toList())
                          + "."));
    }
  }

  private static void environment(Place container) {
    for (Place variable : container.items("env")) {
      Place from = variable.at("valueFrom").orElse(null);
      if (from != null) {
        boolean value = variable.node().text("value").filter(v -> !v.isEmpty()).isPresent();
        if (value) {
          variable.wrong("has both value and valueFrom", "Remove one of them.");
        }
        if (from.entries().size() != 1 && from.node() instanceof Mapping) {
          from.wrong("must have exactly one source", "Write exactly one.");
        }
      }
      variable
          .at("name")
          .filter(n -> n.text().filter(t -> t.contains("=") || t.contains(" ")).isPresent())
          .ifPresent(n -> n.wrong("must not contain = or a blank", "Rename the variable."));
    }
    for (Place source : container.items("envFrom")) {
      if (source.present(List.of("configMapRef", "secretRef")).size() != 1) {
        source.wrong("must have exactly one of configMapRef and secretRef", "Correct it.");
      }
    }
  }

  private static void resources(Place container) {
    Place resources = container.at("resources").orElse(container);
    for (String list : List.of("requests", "limits")) {
      for (YamlNode.Entry entry : resources.entries(list)) {
        String name = entry.key();
        Place map = resources.at(list).orElse(resources);
        boolean standard =
            RESOURCES.contains(name)
                || name.startsWith("hugepages-")
                || name.contains("/")
                || Place.isOpen(name)
                || name.startsWith("$");
        if (!standard) {
          map.wrongAt(
              entry,
              "is no resource that Kubernetes knows",
              "Write cpu, memory or ephemeral-storage; others have a domain and a slash.");
        }
        if (entry.value().text().filter(t -> t.startsWith("-")).isPresent()) {
          map.wrongAt(entry, "must not be negative", "Correct the amount.");
        }
      }
    }
    for (YamlNode.Entry entry : resources.entries("requests")) {
      Optional<BigDecimal> asked = entry.value().text().flatMap(Quantity::amount);
      Optional<BigDecimal> most = resources.text("limits", entry.key()).flatMap(Quantity::amount);
      if (asked.isPresent() && most.isPresent() && asked.get().compareTo(most.get()) > 0) {
        resources
            .at("requests")
            .ifPresent(
                r -> r.wrongAt(entry, "is above the limit", "Lower it, or raise the limit."));
      }
    }
  }

  private static void image(Place container) {
    Place image = container.at("image").orElse(null);
    String text = image == null ? "" : image.text().orElse("");
    if (image == null || text.isEmpty()) {
      return;
    }
    String name = text.replaceFirst("@.*", "").replaceFirst(":[^/]*$", "");
    if (text.chars().anyMatch(c -> c <= ' ')) {
      image.wrong("must not contain white space", "Correct the reference.");
    } else if (!name.substring(name.indexOf('/') + 1)
        .equals(name.substring(name.indexOf('/') + 1).toLowerCase(Locale.ROOT))) {
      image.doubt(
          "has capital letters in its name, which no node can pull", "Write it in lower case.");
    }
  }

  private static void security(Place container) {
    Place context = container.at("securityContext").orElse(container);
    boolean refused =
        context.node().text("allowPrivilegeEscalation").filter("false"::equals).isPresent();
    boolean admin =
        context.items("capabilities", "add").stream()
            .anyMatch(c ->
                c.text()
                    .filter(t -> t.equals("SYS_ADMIN") || t.equals("CAP_SYS_ADMIN"))
                    .isPresent());
    if (refused && (context.isTrue("privileged") || admin)) {
      context.wrong(
          "has allowPrivilegeEscalation: false beside privileged or SYS_ADMIN",
          "Remove one of them.");
    }
    if (context.isTrue("runAsNonRoot") && context.number("runAsUser").orElse(1L) == 0) {
      context.doubt("has runAsNonRoot and runAsUser: 0, so no pod starts", "Correct runAsUser.");
    }
  }

  /** What is mounted is a volume of the pod. */
  static void mounts(Place container, Set<String> volumes) {
    for (String list : List.of("volumeMounts", "volumeDevices")) {
      for (Place mount : container.items(list)) {
        mount
            .at("name")
            .filter(n -> n.text().filter(t -> !volumes.contains(t)).isPresent())
            .ifPresent(n ->
                n.wrong(
                    "names a volume that the pod does not have",
                    "Add it to volumes, or correct the name."));
        mount
            .at("subPath")
            .filter(p ->
                p.text()
                    .filter(t -> t.startsWith("/") || ("/" + t + "/").contains("/../"))
                    .isPresent())
            .ifPresent(
                p -> p.wrong("must be relative and stay inside the volume", "Correct the path."));
        if (mount.has("subPath") && mount.has("subPathExpr")) {
          mount.wrong("has both subPath and subPathExpr", "Remove one of them.");
        }
      }
    }
  }
}
