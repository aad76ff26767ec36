package dev.tidegate.manifest.check;

import dev.tidegate.manifest.Manifest;
import java.util.Optional;

/** Deployments, StatefulSets, DaemonSets, ReplicaSets, Jobs and CronJobs. */
final class WorkloadChecks {
  private static final int CRON_NAME = 52;

  private WorkloadChecks() {}

  static void of(Manifest manifest, Place object) {
    Place spec = object.at("spec").orElse(object);
    spec.at("template", "spec", "restartPolicy")
        .filter(p -> p.text().filter(t -> !t.equals("Always")).isPresent())
        .ifPresent(
            p -> p.wrong("must be Always for a " + manifest.kind(), "Remove it, or use a Job."));
    if (manifest.kind().equals("Deployment")) {
      deployment(spec);
    }
    spec.at("template")
        .filter(t -> t.entries("metadata", "labels").isEmpty())
        .filter(t -> spec.has("selector"))
        .ifPresent(
            t -> t.doubt("has no labels, so nothing selects its pods", "Add metadata.labels."));
  }

  private static void deployment(Place spec) {
    boolean recreate = spec.text("strategy", "type").filter("Recreate"::equals).isPresent();
    Optional<Place> rolling = spec.at("strategy", "rollingUpdate");
    rolling
        .filter(r -> recreate)
        .ifPresent(
            r -> r.wrong("goes together with type RollingUpdate only", "Remove one of them."));
    rolling
        .filter(r -> isZero(r, "maxSurge") && isZero(r, "maxUnavailable"))
        .ifPresent(r ->
            r.wrong(
                "lets no pod be replaced: maxSurge and maxUnavailable are both 0",
                "Raise one of them."));
    long ready = spec.number("minReadySeconds").orElse(0L);
    long deadline = spec.number("progressDeadlineSeconds").orElse(600L);
    if (ready >= deadline && deadline > 0) {
      spec.wrong(
          "has a progressDeadlineSeconds (600 where absent) that is not above minReadySeconds",
          "Raise progressDeadlineSeconds.");
    }
  }

  private static boolean isZero(Place rolling, String field) {
    return rolling.text(field).filter(t -> t.equals("0") || t.equals("0%")).isPresent();
  }

  static void jobs(Manifest manifest, Place object) {
    if (manifest.kind().equals("Job")) {
      object.at("spec").ifPresent(WorkloadChecks::job);
    } else if (manifest.kind().equals("CronJob")) {
      object.at("spec", "jobTemplate", "spec").ifPresent(WorkloadChecks::job);
      object
          .at("metadata", "name")
          .filter(n -> n.text().filter(t -> t.length() > CRON_NAME).isPresent())
          .ifPresent(n ->
              n.wrong("is longer than 52 characters, the most a CronJob may have", "Shorten it."));
    }
  }

  private static void job(Place spec) {
    Place pod = spec.at("template", "spec").orElse(null);
    if (pod != null) {
      Place policy = pod.at("restartPolicy").orElse(null);
      if (policy == null) {
        pod.wrong(
            "has no restartPolicy, and the default Always is not for Jobs",
            "Write restartPolicy: OnFailure or Never.");
      } else if (policy.text().filter("Always"::equals).isPresent()) {
        policy.wrong("must be OnFailure or Never in a Job", "Write OnFailure or Never.");
      }
    }
    spec.at("selector")
        .filter(s -> !spec.isTrue("manualSelector"))
        .ifPresent(
            s -> s.wrong("is set by the server", "Remove it, or state manualSelector: true."));
    boolean indexed = spec.text("completionMode").filter("Indexed"::equals).isPresent();
    if (indexed && !spec.has("completions")) {
      spec.wrong("is Indexed and has no completions", "Add completions.");
    }
  }
}
