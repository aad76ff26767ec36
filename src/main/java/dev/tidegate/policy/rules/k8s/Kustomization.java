package dev.tidegate.policy.rules.k8s;

import dev.tidegate.schema.format.Placeholders;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** The files that a kustomization names, as written. */
final class Kustomization {
  private Kustomization() {}

  /** Files that change other objects, and so are not whole ones themselves. */
  static List<String> patches(YamlNode kustomization) {
    List<String> files = new ArrayList<>();
    for (String list : List.of("patches", "patchesJson6902", "replacements")) {
      for (YamlNode item : kustomization.items(list)) {
        item.text("path").ifPresent(files::add);
        if (item instanceof Scalar file) {
          files.add(file.text());
        }
      }
    }
    for (String list :
        List.of(
            "patchesStrategicMerge",
            "transformers",
            "generators",
            "validators",
            "configurations")) {
      for (YamlNode item : kustomization.items(list)) {
        if (item instanceof Scalar file) {
          files.add(file.text());
        }
      }
    }
    return files;
  }

  /** True where it adds labels to selectors and templates. */
  static boolean labels(YamlNode kustomization) {
    return kustomization.at("commonLabels").isPresent()
        || kustomization.items("labels").stream()
            .anyMatch(l -> l.text("includeSelectors").filter("true"::equals).isPresent());
  }

  /** What it builds on: files, folders, or places elsewhere. */
  static List<Scalar> bases(YamlNode kustomization) {
    List<Scalar> bases = new ArrayList<>();
    for (String list : List.of("resources", "bases", "components", "crds")) {
      for (YamlNode item : kustomization.items(list)) {
        if (item instanceof Scalar base && !Placeholders.isIn(base.text())) {
          bases.add(base);
        }
      }
    }
    return bases;
  }

  /** True for a place that kustomize fetches when it builds. */
  static boolean isRemote(String base) {
    return base.contains("://")
        || base.contains("?ref=")
        || base.startsWith("git@")
        || base.startsWith("github.com/");
  }
}
