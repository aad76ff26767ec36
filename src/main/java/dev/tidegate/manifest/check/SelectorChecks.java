package dev.tidegate.manifest.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Label selectors. */
final class SelectorChecks {
  private static final Set<String> WITH_VALUES = Set.of("In", "NotIn");

  private SelectorChecks() {}

  /** A workload's selector picks the pods of its own template. */
  static void template(Place object) {
    Place selector = object.at("spec", "selector").orElse(null);
    Place template = object.at("spec", "template").orElse(null);
    if (selector == null || template == null) {
      return;
    }
    expressions(selector);
    if (selector.entries("matchLabels").isEmpty() && selector.items("matchExpressions").isEmpty()) {
      selector.wrong("is empty", "Name at least one label of the template.");
      return;
    }
    for (var entry : selector.entries("matchLabels")) {
      String wanted = entry.value().text().orElse("");
      Optional<String> found = template.node().text("metadata", "labels", entry.key());
      boolean open = Place.isOpen(wanted) || found.filter(Place::isOpen).isPresent();
      if (!open && !found.equals(Optional.of(wanted))) {
        selector.wrongAt(
            entry,
            found.isEmpty()
                ? "picks a label that the template does not have"
                : "picks another value than the template's label has",
            "Write the same label below spec.template.metadata.labels.");
      }
    }
    for (Place e : selector.items("matchExpressions")) {
      if (!picks(e, template)) {
        e.wrong("does not pick the template's own labels", "Make selector and template agree.");
      }
    }
  }

  private static boolean picks(Place e, Place template) {
    String key = e.text("key").orElse("");
    Optional<String> value = template.node().text("metadata", "labels", key);
    if (value.filter(Place::isOpen).isPresent()) {
      return true;
    }
    List<String> values =
        e.items("values").stream().flatMap(v -> v.node().text().stream()).toList();
    return switch (e.text("operator").orElse("")) {
      case "In" -> value.isPresent() && values.contains(value.get());
      case "NotIn" -> value.isEmpty() || !values.contains(value.get());
      case "Exists" -> value.isPresent();
      case "DoesNotExist" -> value.isEmpty();
      default -> true;
    };
  }

  /** Each expression has values exactly where its operator wants some. */
  static void expressions(Place selector) {
    for (Place e : selector.items("matchExpressions")) {
      requirement(e);
    }
  }

  static void requirement(Place e) {
    String operator = e.text("operator").orElse("");
    boolean values = !e.items("values").isEmpty();
    if (WITH_VALUES.contains(operator) && !values) {
      e.wrong("has the operator " + operator + " and no values", "Add values.");
    } else if ((operator.equals("Exists") || operator.equals("DoesNotExist")) && values) {
      e.wrong("has the operator " + operator + ", which takes no values", "Remove values.");
    }
  }
}
