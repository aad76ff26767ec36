package dev.tidegate.testing;

import dev.tidegate.fleet.Cluster;
import dev.tidegate.fleet.Fleet;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The fleet that most tests speak of: three clusters, Argo CD in the first. */
public final class Fleets {
  private Fleets() {}

  public static Fleet three() {
    return new Fleet(
        List.of(
            new Cluster("prod", URI.create("https://kubernetes.default.svc"), true),
            new Cluster("agentic", URI.create("https://10.20.0.40:6443"), false),
            new Cluster("monit", URI.create("https://10.30.0.20:6443"), false)),
        Optional.of("kubernetes/argocd-apps"),
        List.of("infrastructure/terraform/talos-cluster"),
        List.of("infrastructure/talos", "infrastructure/terraform/talos-cluster/talos-config.tf"),
        List.of("https://github.com/acme/gitops"));
  }
}
