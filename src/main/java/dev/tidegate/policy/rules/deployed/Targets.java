package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.Optional;
import java.util.Set;

/** What scalers, budgets and bindings are about. */
final class Targets {
  private static final Set<String> SCALED =
      Set.of("Deployment", "StatefulSet", "ReplicaSet", "Rollout");

  private Targets() {}

  static void scaler(Piece piece, Present present) {
    Optional<YamlNode> target = piece.manifest().root().at("spec", "scaleTargetRef");
    String kind = target.flatMap(t -> t.text("kind")).orElse("Deployment");
    String name = target.flatMap(t -> t.text("name")).orElse("");
    if (SCALED.contains(kind) && !name.isEmpty() && !present.has(kind, piece.namespace(), name)) {
      missing(piece, present, target.get(), kind, name, "scales");
    }
  }

  static void budget(Piece piece, Present present) {
    YamlNode labels = piece.manifest().root().at("spec", "selector", "matchLabels").orElse(null);
    boolean all =
        piece.manifest().root().at("spec", "selector", "matchExpressions").isPresent()
            || !(labels instanceof Mapping map)
            || map.entries().isEmpty();
    if (!all && labels != null && !present.picks(labels, piece.namespace())) {
      present
          .looked()
          .say(
              piece,
              labels,
              "selector",
              "picks pods by labels that no workload's pods have, so it protects nothing.",
              "Write the labels of the workload's spec.template.metadata.labels.");
    }
  }

  static void binding(Piece piece, Present present) {
    YamlNode root = piece.manifest().root();
    String role = root.text("roleRef", "name").orElse("");
    if (piece.is("RoleBinding")
        && root.text("roleRef", "kind").filter("Role"::equals).isPresent()
        && !role.isEmpty()
        && !present.has("Role", piece.namespace(), role)) {
      missing(piece, present, root.at("roleRef").orElse(root), "Role", role, "grants");
    }
    for (YamlNode subject : root.items("subjects")) {
      String name = subject.text("name").orElse("");
      String namespace = subject.text("namespace").orElse(piece.namespace());
      if (subject.text("kind").filter("ServiceAccount"::equals).isPresent()
          && !name.isEmpty()
          && namespace.equals(piece.namespace())
          && !present.has("ServiceAccount", namespace, name)) {
        missing(piece, present, subject, "ServiceAccount", name, "grants rights to");
      }
    }
  }

  static void missing(
      Piece piece, Present present, YamlNode at, String kind, String name, String verb) {
    String namespace = piece.namespace().isEmpty() ? "" : " in " + piece.namespace();
    present
        .looked()
        .say(
            piece,
            at,
            kind + " " + name,
            "%s the %s %s, which nothing in the repository makes%s."
                .formatted(verb, kind, name, namespace),
            "Correct the name, commit the %s, or, where it exists otherwise, declare it:\n  rules: { %s: { options: { existing: [ %s/%s ] } } }"
                .formatted(kind, FittingObjects.ID, kind, name));
  }
}
