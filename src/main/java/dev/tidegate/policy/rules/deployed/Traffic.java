package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether requests find pods: Services, and what leads to them. */
final class Traffic {
  private static final Set<String> ROUTES =
      Set.of("HTTPRoute", "GRPCRoute", "TCPRoute", "TLSRoute", "UDPRoute");

  private Traffic() {}

  /** Where requests go: a Service and one of its ports; empty for any. */
  private record Backend(YamlNode at, String service, String port, String namespace) {}

  static void service(Piece piece, Present present) {
    Manifest m = piece.manifest();
    YamlNode selector = m.root().at("spec", "selector").orElse(null);
    if (!(selector instanceof Mapping map)
        || map.entries().isEmpty()
        || isForeign(piece.namespace(), present.bundle().namespace())) {
      return;
    }
    if (!present.picks(selector, piece.namespace())) {
      present
          .looked()
          .say(
              piece,
              selector,
              "selector",
              "picks pods by labels that no workload's pods have, so it leads nowhere.",
              "Write the labels of the workload's spec.template.metadata.labels below spec.selector.");
      return;
    }
    List<Manifest> picked =
        present.bundle().pieces().stream()
            .map(Piece::manifest)
            .filter(w -> Pods.match(selector, w, present.bundle().labels()))
            .toList();
    for (YamlNode port : m.root().items("spec", "ports")) {
      String target = port.text("targetPort").orElse("");
      boolean name = target.matches("(?=.*[a-z])[a-z0-9-]+");
      if (name
          && !picked.isEmpty()
          && !present.bundle().patched()
          && picked.stream().noneMatch(w -> Pods.ports(w).contains(target))) {
        present
            .looked()
            .say(
                piece,
                port.at("targetPort").orElse(port),
                "targetPort " + target,
                "has the targetPort " + target + ", which no container of its pods opens by name.",
                "Name the container's port so, or write the port's number as targetPort.");
      }
    }
  }

  private static boolean isForeign(String namespace, String own) {
    return FittingObjects.NAMESPACES.contains(namespace) && !namespace.equals(own);
  }

  static void route(Piece piece, Present present) {
    for (Backend backend : backends(piece)) {
      if (backend.service().isEmpty() || Pods.isOpen(backend.service())) {
        continue;
      }
      String namespace = backend.namespace().isEmpty() ? piece.namespace() : backend.namespace();
      Optional<Manifest> service = present.beside("Service", namespace, backend.service());
      if (service.isEmpty() && !present.has("Service", namespace, backend.service())) {
        present
            .looked()
            .say(
                piece,
                backend.at(),
                "Service " + backend.service(),
                "leads to the Service "
                    + backend.service()
                    + ", which nothing in the repository makes.",
                "Correct the name, or commit the Service.");
      } else if (service.isPresent()
          && !present.bundle().patched()
          && !opens(service.get(), backend.port())) {
        present
            .looked()
            .say(
                piece,
                backend.at(),
                "port " + backend.service() + " " + backend.port(),
                "leads to port "
                    + backend.port()
                    + " of the Service "
                    + backend.service()
                    + ", which has no such port.",
                "Use a port of the Service: " + ports(service.get()) + ".");
      }
    }
  }

  private static boolean opens(Manifest service, String port) {
    List<YamlNode> ports = service.root().items("spec", "ports");
    return port.isEmpty()
        || Pods.isOpen(port)
        || ports.isEmpty()
        || ports.stream()
            .anyMatch(p ->
                p.text("port").filter(port::equals).isPresent()
                    || p.text("name").filter(port::equals).isPresent());
  }

  private static String ports(Manifest service) {
    return String.join(
        ", ",
        service.root().items("spec", "ports").stream()
            .map(p -> p.text("port").orElse("?") + p.text("name").map(n -> " " + n).orElse(""))
            .toList());
  }

  private static List<Backend> backends(Piece piece) {
    List<Backend> found = new ArrayList<>();
    YamlNode root = piece.manifest().root();
    if (piece.is("Ingress")) {
      root.at("spec", "defaultBackend").ifPresent(b -> ingress(b, found));
      for (YamlNode rule : root.items("spec", "rules")) {
        rule.items("http", "paths").forEach(p -> p.at("backend").ifPresent(b -> ingress(b, found)));
      }
    } else if (ROUTES.contains(piece.manifest().kind())) {
      for (YamlNode rule : root.items("spec", "rules")) {
        rule.items("backendRefs").forEach(b -> reference(b, found));
      }
    } else if (piece.manifest().kind().startsWith("IngressRoute")) {
      for (YamlNode route : root.items("spec", "routes")) {
        route.items("services").forEach(b -> reference(b, found));
      }
    }
    return found;
  }

  private static void ingress(YamlNode backend, List<Backend> found) {
    backend
        .at("service")
        .ifPresent(s ->
            found.add(
                new Backend(
                    s,
                    s.text("name").orElse(""),
                    s.text("port", "number").or(() -> s.text("port", "name")).orElse(""),
                    "")));
  }

  private static void reference(YamlNode to, List<Backend> found) {
    if (to.text("kind").filter(k -> !k.equals("Service")).isEmpty()
        && to.text("group").filter(g -> !g.isEmpty()).isEmpty()
        && to.text("name").filter(n -> n.contains("@")).isEmpty()) {
      found.add(
          new Backend(
              to,
              to.text("name").orElse(""),
              to.text("port").orElse(""),
              to.text("namespace").orElse("")));
    }
  }
}
