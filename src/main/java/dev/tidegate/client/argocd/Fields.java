package dev.tidegate.client.argocd;

import java.util.List;

/** The parts of an Application that are read; a list asks for no others. */
final class Fields {
  static final List<String> OF_ONE =
      List.of(
          "metadata.name",
          "metadata.namespace",
          "metadata.annotations",
          "spec",
          "operation",
          "status.sync",
          "status.health",
          "status.conditions",
          "status.operationState",
          "status.reconciledAt",
          "status.resources",
          "status.sourceHydrator",
          "status.sourceType",
          "status.sourceTypes");

  private Fields() {}
}
