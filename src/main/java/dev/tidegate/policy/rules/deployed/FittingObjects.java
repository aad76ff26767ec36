package dev.tidegate.policy.rules.deployed;

import dev.tidegate.manifest.Manifest;
import dev.tidegate.manifest.deployed.Bundle;
import dev.tidegate.manifest.deployed.Piece;
import dev.tidegate.policy.ChangeRule;
import dev.tidegate.policy.Findings;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Subject;
import dev.tidegate.policy.rules.deployed.Needs.Need;
import dev.tidegate.syntax.YamlNode;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** {@code k8s/fitting-objects}: the objects of an Application find each other. */
public final class FittingObjects implements ChangeRule {
  static final String ID = "k8s/fitting-objects";
  private static final RuleDoc DOC =
      new RuleDoc(
          ID,
          "What the objects of an Application refer to is there",
          "A Service without pods, a route without Service or a pod without its ConfigMap is taken by"
              + " the API server and does not work.",
          "Correct the name or the labels, or commit what is missing.",
          "Whoever keeps the configuration can declare what exists otherwise.",
          Severity.WARN,
          true,
          List.of(
              new RuleDoc.Option(
                  "existing",
                  "[]",
                  "What exists without a manifest here: Kind/name or namespace/Kind/name.")));

  /** Where more lives than a repository says. */
  static final Set<String> NAMESPACES =
      Set.of("default", "kube-system", "kube-public", "kube-node-lease", "argocd");

  private final List<String> existing;

  public FittingObjects(PolicySettings settings) {
    this.existing = settings.option(ID, "existing");
  }

  @Override
  public RuleDoc doc() {
    return DOC;
  }

  @Override
  public void judge(Subject subject, Findings findings) {
    Said.fresh(subject, findings, this::look);
  }

  private void look(Looked looked, Bundle bundle) {
    if (!bundle.whole()) {
      return;
    }
    Present present = new Present(looked, bundle, existing);
    Set<String> strange = new HashSet<>();
    for (Piece piece : bundle.pieces()) {
      switch (piece.manifest().kind()) {
        case "Service" -> Traffic.service(piece, present);
        case "HorizontalPodAutoscaler", "ScaledObject" -> Targets.scaler(piece, present);
        case "PodDisruptionBudget" -> Targets.budget(piece, present);
        case "RoleBinding", "ClusterRoleBinding" -> Targets.binding(piece, present);
        default -> Traffic.route(piece, present);
      }
      Needs.of(piece).forEach(need -> need(piece, present, need));
      if (!piece.manifest().namespace().isEmpty() && strange.add(piece.namespace())) {
        namespace(piece, present);
      }
    }
  }

  private static void need(Piece piece, Present present, Need need) {
    Optional<Manifest> beside = present.beside(need.kind(), piece.namespace(), need.name());
    if (beside.isEmpty()) {
      if (!present.has(need.kind(), piece.namespace(), need.name())) {
        Targets.missing(piece, present, need.at(), need.kind(), need.name(), "needs");
      }
    } else if (!need.key().isEmpty()
        && !present.bundle().patched()
        && beside.get().root().at("data", need.key()).isEmpty()
        && beside.get().root().at("binaryData", need.key()).isEmpty()) {
      present
          .looked()
          .say(
              piece,
              need.at(),
              "key " + need.name() + "/" + need.key(),
              "needs the key "
                  + need.key()
                  + " of the ConfigMap "
                  + need.name()
                  + ", which has no such key.",
              "Correct the key, or add it below data of the ConfigMap.");
    }
  }

  /** A namespace that is not the Application's own and that nothing in the repository makes. */
  private void namespace(Piece piece, Present present) {
    String own = present.bundle().namespace();
    String other = piece.namespace();
    boolean known =
        own.isEmpty()
            || own.equals(other)
            || Pods.isOpen(other)
            || NAMESPACES.contains(other)
            || existing.contains("Namespace/" + other)
            || present.looked().apps().declared().stream()
                .anyMatch(d -> d.namespace().equals(other) || d.namespace().isEmpty())
            || present.looked().everywhere().has("Namespace", "", other);
    if (!known) {
      YamlNode root = piece.manifest().root();
      present
          .looked()
          .say(
              piece,
              root.at("metadata", "namespace").orElse(root),
              "namespace " + other,
              "states the namespace %s, but its Application deploys to %s, and nothing in the repository makes %s."
                  .formatted(other, own, other),
              "Leave metadata.namespace out, write %s, or commit the Namespace %s."
                  .formatted(own, other));
    }
  }
}
