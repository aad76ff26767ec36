package dev.tidegate.schema;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * API versions that Kubernetes served once, or serves and will not for long, from its deprecation
 * guide.
 */
public final class Retired {
  /**
   * @param group of the old API
   * @param version of the old API
   * @param kinds that it had
   * @param deprecated minor release since which it is deprecated
   * @param removed minor release since which it is not served; 0 where none is known
   * @param instead the API version to use; a sentence in brackets where there is none
   */
  private record Entry(
      String group,
      String version,
      Set<String> kinds,
      int deprecated,
      int removed,
      String instead) {}

  private static final List<Entry> ENTRIES =
      List.of(
          entry("extensions", "v1beta1", 8, 16, "apps/v1", "Deployment", "DaemonSet", "ReplicaSet"),
          entry("extensions", "v1beta1", 9, 16, "networking.k8s.io/v1", "NetworkPolicy"),
          entry("extensions", "v1beta1", 14, 22, "networking.k8s.io/v1", "Ingress"),
          entry("extensions", "v1beta1", 10, 16, "(pod security admission)", "PodSecurityPolicy"),
          entry(
              "apps",
              "v1beta1",
              9,
              16,
              "apps/v1",
              "Deployment",
              "StatefulSet",
              "ControllerRevision"),
          entry(
              "apps",
              "v1beta2",
              9,
              16,
              "apps/v1",
              "Deployment",
              "StatefulSet",
              "DaemonSet",
              "ReplicaSet",
              "ControllerRevision"),
          entry(
              "networking.k8s.io",
              "v1beta1",
              19,
              22,
              "networking.k8s.io/v1",
              "Ingress",
              "IngressClass"),
          entry(
              "rbac.authorization.k8s.io",
              "v1beta1",
              17,
              22,
              "rbac.authorization.k8s.io/v1",
              "Role",
              "RoleBinding",
              "ClusterRole",
              "ClusterRoleBinding"),
          entry(
              "rbac.authorization.k8s.io",
              "v1alpha1",
              17,
              22,
              "rbac.authorization.k8s.io/v1",
              "Role",
              "RoleBinding",
              "ClusterRole",
              "ClusterRoleBinding"),
          entry(
              "apiextensions.k8s.io",
              "v1beta1",
              16,
              22,
              "apiextensions.k8s.io/v1",
              "CustomResourceDefinition"),
          entry(
              "admissionregistration.k8s.io",
              "v1beta1",
              16,
              22,
              "admissionregistration.k8s.io/v1",
              "MutatingWebhookConfiguration",
              "ValidatingWebhookConfiguration"),
          entry(
              "apiregistration.k8s.io",
              "v1beta1",
              19,
              22,
              "apiregistration.k8s.io/v1",
              "APIService"),
          entry(
              "certificates.k8s.io",
              "v1beta1",
              19,
              22,
              "certificates.k8s.io/v1",
              "CertificateSigningRequest"),
          entry("coordination.k8s.io", "v1beta1", 19, 22, "coordination.k8s.io/v1", "Lease"),
          entry("scheduling.k8s.io", "v1beta1", 14, 22, "scheduling.k8s.io/v1", "PriorityClass"),
          entry(
              "storage.k8s.io",
              "v1beta1",
              19,
              22,
              "storage.k8s.io/v1",
              "CSIDriver",
              "CSINode",
              "StorageClass",
              "VolumeAttachment"),
          entry("storage.k8s.io", "v1beta1", 24, 27, "storage.k8s.io/v1", "CSIStorageCapacity"),
          entry("batch", "v1beta1", 21, 25, "batch/v1", "CronJob"),
          entry("batch", "v2alpha1", 21, 21, "batch/v1", "CronJob"),
          entry("discovery.k8s.io", "v1beta1", 21, 25, "discovery.k8s.io/v1", "EndpointSlice"),
          entry("events.k8s.io", "v1beta1", 19, 25, "events.k8s.io/v1", "Event"),
          entry("policy", "v1beta1", 21, 25, "policy/v1", "PodDisruptionBudget", "Eviction"),
          entry("policy", "v1beta1", 21, 25, "(pod security admission)", "PodSecurityPolicy"),
          entry("node.k8s.io", "v1beta1", 22, 25, "node.k8s.io/v1", "RuntimeClass"),
          entry("autoscaling", "v2beta1", 22, 25, "autoscaling/v2", "HorizontalPodAutoscaler"),
          entry("autoscaling", "v2beta2", 23, 26, "autoscaling/v2", "HorizontalPodAutoscaler"),
          entry(
              "flowcontrol.apiserver.k8s.io",
              "v1beta1",
              23,
              26,
              "flowcontrol.apiserver.k8s.io/v1",
              "FlowSchema",
              "PriorityLevelConfiguration"),
          entry(
              "flowcontrol.apiserver.k8s.io",
              "v1beta2",
              26,
              29,
              "flowcontrol.apiserver.k8s.io/v1",
              "FlowSchema",
              "PriorityLevelConfiguration"),
          entry(
              "flowcontrol.apiserver.k8s.io",
              "v1beta3",
              29,
              32,
              "flowcontrol.apiserver.k8s.io/v1",
              "FlowSchema",
              "PriorityLevelConfiguration"),
          entry(
              "admissionregistration.k8s.io",
              "v1beta1",
              30,
              34,
              "admissionregistration.k8s.io/v1",
              "ValidatingAdmissionPolicy",
              "ValidatingAdmissionPolicyBinding"),
          entry("", "v1", 33, 0, "discovery.k8s.io/v1 EndpointSlice", "Endpoints"),
          entry("", "v1", 19, 0, "(the health endpoints of each component)", "ComponentStatus"));

  private Retired() {}

  private static Entry entry(
      String group, String version, int deprecated, int removed, String instead, String... kinds) {
    return new Entry(group, version, Set.of(kinds), deprecated, removed, instead);
  }

  static boolean hasGroup(String group) {
    return group.equals("extensions");
  }

  /** What to write instead of an API version that is not served. */
  static Optional<String> advice(Kind kind) {
    return ENTRIES.stream()
        .filter(e -> e.removed > 0 && covers(e, kind))
        .map(e -> "It was removed in Kubernetes 1." + e.removed + ". " + instead(e))
        .findFirst();
  }

  /** A sentence on a kind that is still served in the release, but deprecated. */
  public static Optional<String> deprecation(Kind kind, KubernetesRelease release) {
    int minor = Integer.parseInt(release.name().substring(2));
    return ENTRIES.stream()
        .filter(
            e -> covers(e, kind) && minor >= e.deprecated && (e.removed == 0 || minor < e.removed))
        .map(e ->
            kind
                + " is deprecated since Kubernetes 1."
                + e.deprecated
                + (e.removed > 0 ? " and goes away with 1." + e.removed : ""))
        .findFirst();
  }

  /** What to write instead of a deprecated or retired API version; empty for any other. */
  public static String replacement(Kind kind) {
    return ENTRIES.stream()
        .filter(e -> covers(e, kind))
        .map(Retired::instead)
        .collect(Collectors.joining(" "));
  }

  private static boolean covers(Entry e, Kind kind) {
    return e.group.equals(kind.group())
        && e.version.equals(kind.version())
        && e.kinds.contains(kind.name());
  }

  private static String instead(Entry e) {
    return e.instead.startsWith("(")
        ? "Use " + e.instead.substring(1, e.instead.length() - 1) + " instead."
        : "Write apiVersion: " + e.instead + ", and check the fields that changed with it.";
  }
}
