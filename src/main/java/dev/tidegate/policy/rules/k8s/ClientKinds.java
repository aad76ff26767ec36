package dev.tidegate.policy.rules.k8s;

import dev.tidegate.schema.Kind;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Documents that look like Kubernetes objects, but are read by a program and never by a cluster.
 */
final class ClientKinds {
  private static final Set<String> GROUPS =
      Set.of(
          "kustomize.config.k8s.io",
          "kubeadm.k8s.io",
          "kubelet.config.k8s.io",
          "kubeproxy.config.k8s.io",
          "kubescheduler.config.k8s.io",
          "apiserver.config.k8s.io",
          "apiserver.k8s.io",
          "audit.k8s.io",
          "client.authentication.k8s.io",
          "kind.x-k8s.io",
          "k3d.io",
          "skaffold",
          "backstage.io",
          "talos.dev",
          "builtin",
          "viaduct.ai",
          "config.kubernetes.io",
          "eksctl.io",
          "helm.sh",
          "chart-testing.helm.sh",
          "pkl.config",
          "tilt.dev",
          "goharbor.io/config",
          "openshift.io/install");
  private static final Pattern TALOS = Pattern.compile("v\\d+(alpha|beta)\\d+");
  private static final Set<String> WITHOUT_GROUP = Set.of("Config", "Kustomization", "Component");

  private ClientKinds() {}

  static boolean covers(Kind kind) {
    boolean plugin = kind.name().equals("ConfigManagementPlugin");
    if (GROUPS.contains(kind.group()) || (plugin && kind.group().equals("argoproj.io"))) {
      return true;
    }
    return kind.group().isEmpty()
        && (kind.version().equals("builtin")
            || (kind.version().equals("v1") && WITHOUT_GROUP.contains(kind.name()))
            || (TALOS.matcher(kind.version()).matches() && kind.name().endsWith("Config")));
  }
}
