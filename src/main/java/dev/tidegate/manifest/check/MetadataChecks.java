package dev.tidegate.manifest.check;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.schema.format.Names;
import dev.tidegate.syntax.YamlNode;
import java.util.Set;

/** Names, labels and annotations. */
final class MetadataChecks {
  private static final int ANNOTATION_CHARS = 256 * 1024;

  /** Names that need only be a segment of a path. */
  private static final Set<String> FREE_NAMES =
      Set.of("Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding");

  private static final Set<String> CLUSTER_SCOPED =
      Set.of(
          "/Namespace",
          "/Node",
          "/PersistentVolume",
          "rbac.authorization.k8s.io/ClusterRole",
          "rbac.authorization.k8s.io/ClusterRoleBinding",
          "apiextensions.k8s.io/CustomResourceDefinition",
          "apiregistration.k8s.io/APIService",
          "storage.k8s.io/StorageClass",
          "storage.k8s.io/CSIDriver",
          "storage.k8s.io/CSINode",
          "storage.k8s.io/VolumeAttachment",
          "storage.k8s.io/VolumeAttributesClass",
          "scheduling.k8s.io/PriorityClass",
          "node.k8s.io/RuntimeClass",
          "networking.k8s.io/IngressClass",
          "networking.k8s.io/IPAddress",
          "networking.k8s.io/ServiceCIDR",
          "admissionregistration.k8s.io/MutatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingWebhookConfiguration",
          "admissionregistration.k8s.io/ValidatingAdmissionPolicy",
          "admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding",
          "admissionregistration.k8s.io/MutatingAdmissionPolicy",
          "admissionregistration.k8s.io/MutatingAdmissionPolicyBinding",
          "certificates.k8s.io/CertificateSigningRequest",
          "certificates.k8s.io/ClusterTrustBundle",
          "flowcontrol.apiserver.k8s.io/FlowSchema",
          "flowcontrol.apiserver.k8s.io/PriorityLevelConfiguration",
          "resource.k8s.io/DeviceClass",
          "resource.k8s.io/ResourceSlice");

  private MetadataChecks() {}

  static void of(Manifest manifest, Place object) {
    Place metadata = object.at("metadata").orElse(null);
    if (metadata == null) {
      object.wrong("has no metadata, so it has no name", "Add metadata with a name.");
      return;
    }
    if (!metadata.has("name") && !metadata.has("generateName")) {
      metadata.wrong("has no name", "Add name to metadata.");
    }
    metadata.at("name").ifPresent(name -> name(manifest, name));
    if (CLUSTER_SCOPED.contains(manifest.group() + "/" + manifest.kind())) {
      metadata
          .at("namespace")
          .ifPresent(n ->
              n.doubt(
                  "is set although a " + manifest.kind() + " belongs to the whole cluster",
                  "Remove metadata.namespace."));
    }
    keys(metadata, "labels");
    keys(metadata, "annotations");
    for (String template : new String[] {"template", "jobTemplate"}) {
      object.at("spec", template, "metadata").ifPresent(m -> keys(m, "labels"));
      object.at("spec", template, "metadata").ifPresent(m -> keys(m, "annotations"));
    }
    size(metadata);
  }

  private static void name(Manifest manifest, Place name) {
    String text = name.text().orElse("");
    if (text.isEmpty()) {
      return;
    }
    boolean label =
        manifest.group().isEmpty()
            && (manifest.kind().equals("Namespace") || manifest.kind().equals("Service"));
    String fault =
        FREE_NAMES.contains(manifest.kind())
            ? Names.pathSegment(text)
            : label ? Names.label(text) : Names.subdomain(text);
    if (!fault.isEmpty()) {
      name.wrong(fault, "Rename the object.");
    }
  }

  private static void keys(Place metadata, String field) {
    Place map = metadata.at(field).orElse(metadata);
    for (YamlNode.Entry entry : metadata.entries(field)) {
      String fault = Place.isOpen(entry.key()) ? "" : Names.qualified(entry.key());
      if (!fault.isEmpty()) {
        map.wrongAt(
            entry, "is no key that a label or annotation may have: it " + fault, "Rename it.");
      }
    }
  }

  private static void size(Place metadata) {
    long chars =
        metadata.entries("annotations").stream()
            .mapToLong(e -> e.key().length() + e.value().text().map(String::length).orElse(0))
            .sum();
    if (chars > ANNOTATION_CHARS) {
      metadata.wrong(
          "has annotations of more than 262144 bytes", "Move what is large into a ConfigMap.");
    }
  }
}
