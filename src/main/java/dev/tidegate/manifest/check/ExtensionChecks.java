package dev.tidegate.manifest.check;

import dev.tidegate.manifest.Manifest;
import java.util.List;

/** CustomResourceDefinitions and webhooks. */
final class ExtensionChecks {
  private ExtensionChecks() {}

  static void of(Manifest manifest, Place object) {
    if (manifest.kind().equals("CustomResourceDefinition")) {
      definition(object);
    } else if (manifest.kind().endsWith("WebhookConfiguration")) {
      object.items("webhooks").forEach(ExtensionChecks::webhook);
    }
  }

  private static void definition(Place object) {
    String plural = object.text("spec", "names", "plural").orElse("");
    String group = object.text("spec", "group").orElse("");
    object
        .at("metadata", "name")
        .filter(n -> !plural.isEmpty() && !group.isEmpty())
        .filter(n -> n.text().filter(t -> !t.equals(plural + "." + group)).isPresent())
        .ifPresent(n ->
            n.wrong(
                "must be the plural name, a dot and the group",
                "Write " + plural + "." + group + "."));
    List<Place> versions = object.items("spec", "versions");
    long stored = versions.stream().filter(v -> v.isTrue("storage")).count();
    if (!versions.isEmpty() && stored != 1) {
      object
          .at("spec", "versions")
          .ifPresent(v ->
              v.wrong(
                  "must have exactly one version with storage: true, not " + stored,
                  "Set storage: true for one version."));
    }
    for (Place version : versions) {
      if (!version.has("schema", "openAPIV3Schema")) {
        version.wrong("has no schema", "Add schema.openAPIV3Schema.");
      }
    }
  }

  private static void webhook(Place webhook) {
    List<String> forms =
        webhook.at("clientConfig").map(c -> c.present(List.of("url", "service"))).orElse(List.of());
    if (webhook.has("clientConfig") && forms.size() != 1) {
      webhook.wrong(
          "must have exactly one of clientConfig.url and clientConfig.service", "Correct it.");
    }
    webhook
        .number("timeoutSeconds")
        .filter(t -> t < 1 || t > 30)
        .ifPresent(t -> webhook.wrong("has a timeoutSeconds out of 1 to 30", "Correct it."));
    webhook
        .at("name")
        .filter(n -> n.text().filter(t -> t.split("\\.", -1).length < 3).isPresent())
        .ifPresent(n ->
            n.wrong(
                "must be a name of at least three parts with dots",
                "Write such as check.example.com."));
  }
}
