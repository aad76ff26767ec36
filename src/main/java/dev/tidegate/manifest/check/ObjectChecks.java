package dev.tidegate.manifest.check;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.schema.shape.Flaw;
import java.util.List;
import java.util.Optional;

/**
 * Checks one whole object of a built-in kind; objects of other kinds have their metadata checked.
 * Stateless.
 */
public final class ObjectChecks {
  private ObjectChecks() {}

  /**
   * @param labelled true where a kustomization adds labels, so that selectors are not yet complete
   */
  public static List<Flaw> of(Manifest manifest, boolean labelled) {
    Place object = Place.of(manifest.root());
    MetadataChecks.of(manifest, object);
    switch (manifest.group()) {
      case "" -> core(manifest, object);
      case "apps" -> workload(manifest, object, labelled);
      case "batch" -> WorkloadChecks.jobs(manifest, object);
      case "networking.k8s.io" -> NetworkChecks.of(manifest, object);
      case "autoscaling" -> ScalingChecks.autoscaler(object);
      case "policy" -> ScalingChecks.budget(object);
      case "rbac.authorization.k8s.io" -> AccessChecks.of(manifest, object);
      case "apiextensions.k8s.io", "admissionregistration.k8s.io" ->
          ExtensionChecks.of(manifest, object);
      default -> {}
    }
    podSpec(manifest, object).ifPresent(spec -> PodChecks.of(spec, claims(object)));
    return object.flaws();
  }

  private static void core(Manifest manifest, Place object) {
    switch (manifest.kind()) {
      case "Service" -> NetworkChecks.service(object);
      case "ConfigMap", "Secret" -> DataChecks.keys(object, manifest.kind());
      case "PersistentVolumeClaim" -> object.at("spec").ifPresent(DataChecks::claim);
      case "PersistentVolume" -> object.at("spec").ifPresent(DataChecks::volume);
      case "LimitRange" -> DataChecks.limits(object);
      default -> {}
    }
  }

  private static void workload(Manifest manifest, Place object, boolean labelled) {
    if (!labelled) {
      SelectorChecks.template(object);
    }
    WorkloadChecks.of(manifest, object);
  }

  private static Optional<Place> podSpec(Manifest manifest, Place object) {
    return switch (manifest.group() + "/" + manifest.kind()) {
      case "/Pod" -> object.at("spec");
      case "/ReplicationController",
          "apps/Deployment",
          "apps/StatefulSet",
          "apps/DaemonSet",
          "apps/ReplicaSet",
          "batch/Job" ->
          object.at("spec", "template", "spec");
      case "batch/CronJob" -> object.at("spec", "jobTemplate", "spec", "template", "spec");
      case "/PodTemplate" -> object.at("template", "spec");
      default -> Optional.empty();
    };
  }

  /** Names of the volumes that a StatefulSet claims for each pod. */
  private static List<String> claims(Place object) {
    return object.items("spec", "volumeClaimTemplates").stream()
        .flatMap(c -> c.node().text("metadata", "name").stream())
        .toList();
  }
}
