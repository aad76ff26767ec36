package dev.tidegate.manifest;

import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An Argo CD ApplicationSet as written.
 *
 * @param generators the kinds of its generators, such as {@code git} or {@code clusters}
 * @param template what it makes; values with double braces are filled in by the generators
 */
public record ApplicationSet(
    Manifest manifest, List<String> generators, boolean goTemplate, ArgoApplication template) {
  public ApplicationSet {
    generators = List.copyOf(generators);
  }

  /** Empty where the object is no ApplicationSet. */
  public static Optional<ApplicationSet> of(Manifest manifest) {
    if (!manifest.is(ArgoApplication.GROUP, "ApplicationSet")) {
      return Optional.empty();
    }
    Mapping root = manifest.root();
    List<String> generators = new ArrayList<>();
    for (YamlNode generator : root.items("spec", "generators")) {
      if (generator instanceof Mapping map) {
        map.entries().forEach(e -> generators.add(e.key()));
      }
    }
    YamlNode template = root.at("spec", "template").orElse(root);
    return Optional.of(
        new ApplicationSet(
            manifest,
            generators,
            root.text("spec", "goTemplate").orElse("").equals("true"),
            ArgoApplication.read(manifest, template)));
  }
}
