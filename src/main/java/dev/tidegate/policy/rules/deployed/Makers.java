package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.Manifest;
import java.util.Set;

/** Objects of which some operator may make others. */
final class Makers {
  private static final Set<String> BUILT_IN =
      Set.of("", "apps", "batch", "autoscaling", "policy", "extensions");
  private static final Set<String> QUIET =
      Set.of(
          "secrets.infisical.com",
          "bitnami.com",
          "external-secrets.io",
          "cert-manager.io",
          "acme.cert-manager.io",
          "traefik.io",
          "traefik.containo.us",
          "cilium.io",
          "metallb.io",
          "kyverno.io",
          "keda.sh");
  private static final Set<String> WATCHERS =
      Set.of(
          "ServiceMonitor",
          "PodMonitor",
          "PrometheusRule",
          "Probe",
          "ScrapeConfig",
          "AlertmanagerConfig",
          "Application",
          "ApplicationSet",
          "AppProject");

  private Makers() {}

  /** True for an object of a kind that is not known to make neither pods nor Services. */
  static boolean mayMake(Manifest m) {
    String group = m.group();
    return !BUILT_IN.contains(group)
        && !group.endsWith(".k8s.io")
        && !QUIET.contains(group)
        && !WATCHERS.contains(m.kind())
        && !m.kind().equals("Rollout");
  }
}
