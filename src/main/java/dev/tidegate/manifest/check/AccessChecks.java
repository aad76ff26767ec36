package dev.tidegate.manifest.check;

import dev.tidegate.manifest.Manifest;

/** Roles and their bindings. */
final class AccessChecks {
  private static final String GROUP = "rbac.authorization.k8s.io";

  private AccessChecks() {}

  static void of(Manifest manifest, Place object) {
    switch (manifest.kind()) {
      case "RoleBinding", "ClusterRoleBinding" -> binding(manifest, object);
      case "Role", "ClusterRole" -> object.items("rules").forEach(r -> rule(manifest, r));
      default -> {}
    }
  }

  private static void binding(Manifest manifest, Place object) {
    object
        .at("roleRef", "apiGroup")
        .filter(g -> g.text().filter(t -> !t.isEmpty() && !t.equals(GROUP)).isPresent())
        .ifPresent(g -> g.wrong("must be " + GROUP, "Write " + GROUP + "."));
    object
        .at("roleRef", "kind")
        .filter(k -> manifest.kind().equals("ClusterRoleBinding"))
        .filter(k -> k.text().filter("Role"::equals).isPresent())
        .ifPresent(k ->
            k.wrong(
                "must be ClusterRole in a ClusterRoleBinding",
                "Write ClusterRole, or use a RoleBinding."));
    for (Place subject : object.items("subjects")) {
      boolean account = subject.text("kind").filter("ServiceAccount"::equals).isPresent();
      boolean everywhere = manifest.kind().equals("ClusterRoleBinding");
      if (account && everywhere && !subject.has("namespace")) {
        subject.wrong("is a ServiceAccount without a namespace", "Add namespace.");
      }
      if (account && subject.text("apiGroup").filter(g -> !g.isEmpty()).isPresent()) {
        subject.wrong("is a ServiceAccount, which has no apiGroup", "Remove apiGroup.");
      }
    }
  }

  private static void rule(Manifest manifest, Place rule) {
    boolean urls = rule.has("nonResourceURLs");
    if (urls && manifest.kind().equals("Role")) {
      rule.wrong("has nonResourceURLs, which only a ClusterRole can have", "Use a ClusterRole.");
    } else if (urls && rule.has("resources")) {
      rule.wrong("has resources and nonResourceURLs", "Split it in two rules.");
    } else if (!urls && rule.items("resources").isEmpty()) {
      rule.wrong("names no resources", "Add resources.");
    } else if (!urls && rule.items("apiGroups").isEmpty()) {
      rule.wrong("names no apiGroups", "Add apiGroups; the core group is the empty text.");
    }
  }
}
