package dev.tidegate.config;

import dev.tidegate.config.shape.ListShape;
import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.config.shape.Shape;
import dev.tidegate.config.shape.Shapes;
import dev.tidegate.ingress.hook.HookSettings;
import java.util.List;

/** What a policy file says about pushes that git's own hooks judge. */
final class HookShape {
  private static final Shape<String> IDENTITY =
      Shapes.TEXT
          .as(
              HookShape::identity,
              "Write kind and name, such as gitea:alice; kinds are github, gitlab, gitea, gitolite,"
                  + " http, ssh and local")
          .with("pattern", "^" + HookSettings.IDENTITY.pattern() + "$");
  private static final Property<List<String>> OVERRIDE =
      Property.optional(
              "override",
              ListShape.of(IDENTITY),
              "Who may override a verdict with git push -o tidegate.override=\"reason\".")
          .orElse(List.of());
  private static final Property<List<String>> TRUSTED =
      Property.optional(
              "trusted",
              ListShape.of(IDENTITY),
              "Whose pushes are not judged: mirrors, replication, Tidegate's own.")
          .orElse(List.of());
  private static final Property<List<String>> GUARDED =
      Property.optional(
              "protected",
              ListShape.of(Shapes.TEXT),
              "Globs of branches that are protected beside the one HEAD names.")
          .orElse(List.of());

  static final Property<HookSettings> PROPERTY =
      Property.optional(
          "hooks",
          ObjectShape.of(
              v -> new HookSettings(v.get(OVERRIDE), v.get(TRUSTED), v.get(GUARDED)),
              OVERRIDE,
              TRUSTED,
              GUARDED),
          "Pushes that git's own hooks judge.");

  private HookShape() {}

  private static String identity(String text) {
    if (!HookSettings.IDENTITY.matcher(text).matches()) {
      throw new IllegalArgumentException("not an identity that a server vouches for");
    }
    return text;
  }
}
