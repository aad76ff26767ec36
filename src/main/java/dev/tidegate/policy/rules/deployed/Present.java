package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.deployed.Bundle;
import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.syntax.YamlNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What there is for the objects of one bundle to refer to. */
record Present(Looked looked, Bundle bundle, List<String> existing) {
  private static final Set<String> GIVEN =
      Set.of(
          "ServiceAccount/default",
          "ConfigMap/kube-root-ca.crt",
          "ConfigMap/openshift-service-ca.crt",
          "ConfigMap/istio-ca-root-cert",
          "Service/kubernetes");

  /** The object, where this Application itself deploys it. */
  Optional<Manifest> beside(String kind, String namespace, String name) {
    return bundle.pieces().stream()
        .filter(p -> p.is(kind) && p.name().equals(name) && same(p.namespace(), namespace))
        .map(Piece::manifest)
        .findFirst();
  }

  /** True where it is there, may be brought by something unseen, or is declared as existing. */
  boolean has(String kind, String namespace, String name) {
    String title = kind + "/" + name;
    return GIVEN.contains(title)
        || Pods.isOpen(name)
        || bundle.made().contains(title)
        || beside(kind, namespace, name).isPresent()
        || existing.stream().anyMatch(e -> e.equals(title) || e.equals(namespace + "/" + title))
        || operated(namespace, name)
        || looked.mayBeBrought(namespace)
        || looked.everywhere().has(kind, namespace, name);
  }

  /** An operator names what it makes after its own object. */
  private boolean operated(String namespace, String name) {
    return bundle.pieces().stream()
        .anyMatch(p -> {
          Manifest m = p.manifest();
          boolean claim =
              m.kind().equals("StatefulSet")
                  && m.root().items("spec", "volumeClaimTemplates").stream()
                      .flatMap(t -> t.text("metadata", "name").stream())
                      .anyMatch(t -> name.startsWith(t + "-" + m.name() + "-"));
          boolean maker = Makers.mayMake(m) && !m.name().isEmpty();
          return same(p.namespace(), namespace) && (claim || maker);
        });
  }

  /** True where some pod is, or may be, picked by the selector. */
  boolean picks(YamlNode selector, String namespace) {
    return bundle.pieces().stream()
            .anyMatch(p ->
                same(p.namespace(), namespace)
                    && (Pods.match(selector, p.manifest(), bundle.labels())
                        || Makers.mayMake(p.manifest())))
        || looked.mayBeBrought(namespace)
        || looked.everywhere().picked(selector, namespace, bundle.labels());
  }

  static boolean same(String a, String b) {
    return a.isEmpty() || b.isEmpty() || a.equals(b);
  }
}
