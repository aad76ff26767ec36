package dev.tidegate.manifest.check;

import java.util.List;
import java.util.Map;

/** Autoscalers and disruption budgets. */
final class ScalingChecks {
  private static final Map<String, String> FIELDS =
      Map.of(
          "Resource", "resource",
          "Pods", "pods",
          "Object", "object",
          "External", "external",
          "ContainerResource", "containerResource");
  private static final Map<String, String> TARGETS =
      Map.of(
          "Utilization", "averageUtilization",
          "Value", "value",
          "AverageValue", "averageValue");

  private ScalingChecks() {}

  static void autoscaler(Place object) {
    Place spec = object.at("spec").orElse(object);
    long least = spec.number("minReplicas").orElse(1L);
    long most = spec.number("maxReplicas").orElse(Long.MAX_VALUE);
    if (least > most) {
      spec.wrong("has a minReplicas above its maxReplicas", "Correct one of them.");
    }
    for (Place metric : spec.items("metrics")) {
      String type = metric.text("type").orElse("");
      String field = FIELDS.getOrDefault(type, "");
      if (!field.isEmpty() && !metric.has(field)) {
        metric.wrong("has the type " + type + " and no " + field, "Add " + field + ".");
      } else if (!field.isEmpty()) {
        metric.at(field, "target").ifPresent(ScalingChecks::target);
      }
    }
  }

  private static void target(Place target) {
    String type = target.text("type").orElse("");
    String field = TARGETS.getOrDefault(type, "");
    if (!field.isEmpty() && !target.has(field)) {
      target.wrong("has the type " + type + " and no " + field, "Add " + field + ".");
    }
  }

  static void budget(Place object) {
    Place spec = object.at("spec").orElse(null);
    if (spec == null) {
      return;
    }
    List<String> stated = spec.present(List.of("minAvailable", "maxUnavailable"));
    if (stated.size() > 1) {
      spec.wrong("has both minAvailable and maxUnavailable", "Remove one of them.");
    } else if (stated.isEmpty()) {
      spec.doubt("has neither minAvailable nor maxUnavailable", "Add one of them.");
    }
  }
}
