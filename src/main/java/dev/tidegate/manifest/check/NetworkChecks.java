package dev.tidegate.manifest.check;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.schema.format.Names;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Services, Ingresses and network policies. */
final class NetworkChecks {
  private NetworkChecks() {}

  static void of(Manifest manifest, Place object) {
    if (manifest.kind().equals("Ingress") && manifest.apiVersion().endsWith("/v1")) {
      object.at("spec").ifPresentOrElse(NetworkChecks::ingress, () -> noRules(object));
    } else if (manifest.kind().equals("NetworkPolicy")) {
      policy(object);
    }
  }

  private static void noRules(Place place) {
    place.wrong("has neither rules nor a defaultBackend", "Add one of them.");
  }

  private static void ingress(Place spec) {
    if (!spec.has("defaultBackend") && spec.items("rules").isEmpty()) {
      noRules(spec);
    }
    spec.at("defaultBackend").ifPresent(NetworkChecks::backend);
    for (Place rule : spec.items("rules")) {
      rule.at("host").ifPresent(NetworkChecks::host);
      for (Place path : rule.items("http", "paths")) {
        path.at("backend").ifPresent(NetworkChecks::backend);
        path(path);
      }
    }
    for (Place tls : spec.items("tls")) {
      tls.items("hosts").forEach(NetworkChecks::host);
    }
  }

  private static void path(Place path) {
    String type = path.text("pathType").orElse("");
    Optional<Place> at = path.at("path");
    String text = at.flatMap(Place::text).orElse("");
    if (at.isPresent() && text.isEmpty()) {
      return;
    }
    boolean needed = type.equals("Exact") || type.equals("Prefix");
    if (at.isEmpty() && needed) {
      path.wrong("has no path, which pathType " + type + " needs", "Write path: /.");
    } else if (at.isPresent() && !text.startsWith("/")) {
      at.get().wrong("must begin with /", "Put / before it.");
    } else if (needed && (text.contains("//") || text.contains("/../") || text.contains("/./"))) {
      at.get().wrong("must not contain //, /./ or /../", "Write the path without them.");
    }
  }

  private static void host(Place host) {
    String text = host.text().orElse("");
    String bare = text.startsWith("*.") ? text.substring(2) : text;
    if (text.isEmpty()) {
      return;
    }
    if (bare.matches("[0-9.]+")) {
      host.wrong("must be a name, not an address", "Write a DNS name.");
    } else if (!Names.subdomain(bare).isEmpty()) {
      host.wrong(
          "is no DNS name: without scheme, port or path, in lower case, * only as the first label",
          "Correct it.");
    }
  }

  private static void backend(Place backend) {
    List<String> forms = backend.present(List.of("service", "resource"));
    if (forms.size() != 1) {
      backend.wrong(
          forms.isEmpty() ? "has neither service nor resource" : "has both service and resource",
          "Write exactly one of them.");
    }
    backend
        .at("service")
        .ifPresent(service -> {
          Place port = service.at("port").orElse(null);
          List<String> stated = port == null ? List.of() : port.present(List.of("name", "number"));
          if (stated.size() != 1) {
            service.wrong(
                stated.isEmpty() ? "has no port" : "has a port by name and by number",
                "Write port with exactly one of name and number.");
          }
        });
  }

  private static void policy(Place object) {
    object.at("spec", "podSelector").ifPresent(SelectorChecks::expressions);
    for (String way : List.of("ingress", "egress")) {
      for (Place rule : object.items("spec", way)) {
        rule.items("ports").forEach(NetworkChecks::port);
        for (Place peer : rule.items(way.equals("ingress") ? "from" : "to")) {
          List<String> forms = peer.present(List.of("podSelector", "namespaceSelector", "ipBlock"));
          if (forms.isEmpty()) {
            peer.wrong("names no peer", "Write podSelector, namespaceSelector or ipBlock.");
          } else if (forms.contains("ipBlock") && forms.size() > 1) {
            peer.wrong("has an ipBlock beside a selector", "Write them as two items.");
          }
        }
      }
    }
  }

  private static void port(Place port) {
    Optional<Long> last = port.number("endPort");
    if (last.isEmpty()) {
      return;
    }
    Optional<Long> first = port.number("port");
    if (first.isEmpty()) {
      port.wrong("has an endPort without a port by number", "Add port as a number.");
    } else if (last.get() < first.get()) {
      port.wrong("has an endPort below its port", "Correct one of them.");
    }
  }

  static void service(Place object) {
    object.at("spec").ifPresent(NetworkChecks::ports);
  }

  private static void ports(Place spec) {
    String type = spec.text("type").orElse("ClusterIP");
    boolean headless = spec.text("clusterIP").filter("None"::equals).isPresent();
    boolean outside = type.equals("NodePort") || type.equals("LoadBalancer");
    List<Place> ports = spec.items("ports");
    if (type.equals("ExternalName")) {
      if (!spec.has("externalName")) {
        spec.wrong("is an ExternalName without externalName", "Add externalName.");
      }
      return;
    }
    if (ports.isEmpty() && !headless) {
      spec.wrong("has no ports", "Add at least one port.");
    }
    if (headless && outside) {
      spec.wrong("has clusterIP None, which a " + type + " cannot have", "Remove clusterIP.");
    }
    names(ports);
    if (!outside) {
      ports.forEach(p ->
          p.at("nodePort")
              .filter(n -> !n.number().equals(Optional.of(0L)))
              .ifPresent(n ->
                  n.wrong(
                      "is for the types NodePort and LoadBalancer only",
                      "Remove it, or set spec.type.")));
      spec.at("externalTrafficPolicy")
          .filter(p -> !spec.has("externalIPs"))
          .ifPresent(p ->
              p.wrong(
                  "is for the types NodePort and LoadBalancer only",
                  "Remove it, or set spec.type."));
    }
    if (!type.equals("LoadBalancer")) {
      spec.at("loadBalancerClass")
          .ifPresent(p -> p.wrong("is for the type LoadBalancer only", "Remove it."));
    }
  }

  private static void names(List<Place> ports) {
    Set<String> names = new HashSet<>();
    for (Place port : ports) {
      String name = port.text("name").orElse("");
      if (name.isEmpty() && !port.has("name") && ports.size() > 1) {
        port.wrong("has no name, which each of several ports needs", "Add a name.");
      } else if (!name.isEmpty() && !names.add(name)) {
        port.wrong("has the name of a port above", "Rename it.");
      }
    }
  }
}
