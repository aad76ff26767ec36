package dev.tidegate.policy.rules.argocd;

import dev.tidegate.fleet.Fleet;
import dev.tidegate.syntax.YamlNode;
import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import dev.tidegate.syntax.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What generators and patches put into an ApplicationSet's template. */
final class Generators {
  private static final Pattern VARIABLE =
      Pattern.compile("\\s*\\{\\{-?\\s*\\.?([\\w.]+)\\s*-?}}\\s*");

  private static final Pattern PATCHED = Pattern.compile("(?m)^\\s*[\"']?project[\"']?:.*\\{\\{");
  private static final int DEEPEST = 12;

  private Generators() {}

  /** A destination that an element asks for and no declared cluster serves. */
  static Optional<String> unknown(App app, Fleet fleet) {
    return unknown(app, fleet, "server").or(() -> unknown(app, fleet, "name"));
  }

  private static Optional<String> unknown(App app, Fleet fleet, String field) {
    Matcher variable = VARIABLE.matcher(app.text("spec", "destination", field).orElse(""));
    if (!app.set() || !variable.matches()) {
      return Optional.empty();
    }
    List<String> values = new ArrayList<>();
    app.node()
        .at("spec", "generators")
        .ifPresent(g -> collect(g, variable.group(1).split("\\."), values));
    return values.stream()
        .filter(v -> !v.isBlank() && !App.templated(v))
        .filter(
            v -> Destination.asked(v, field.equals("server"), fleet) instanceof Destination.Unknown)
        .findFirst();
  }

  private static void collect(YamlNode node, String[] variable, List<String> values) {
    switch (node) {
      case Scalar s -> {}
      case Sequence list -> list.items().forEach(i -> collect(i, variable, values));
      case Mapping map -> {
        map.items("list", "elements").forEach(e -> e.text(variable).ifPresent(values::add));
        map.entries().forEach(e -> collect(e.value(), variable, values));
      }
    }
  }

  /** Where it takes a templated project beside its own template. */
  static Optional<YamlNode> project(YamlNode set) {
    Optional<YamlNode> patch =
        set.at("spec", "templatePatch")
            .filter(p -> p instanceof Scalar s && PATCHED.matcher(s.text()).find());
    return patch.or(() -> set.at("spec", "generators").flatMap(g -> projectIn(g, 0)));
  }

  private static Optional<YamlNode> projectIn(YamlNode node, int depth) {
    if (depth > DEEPEST) {
      return Optional.empty();
    }
    return switch (node) {
      case Scalar s -> Optional.empty();
      case Sequence list ->
          list.items().stream().flatMap(i -> projectIn(i, depth + 1).stream()).findFirst();
      case Mapping map -> {
        Optional<YamlNode> own =
            map.at("template", "spec", "project")
                .filter(p -> p instanceof Scalar s && App.templated(s.text()));
        yield own.or(() ->
            map.entries().stream()
                .flatMap(e -> projectIn(e.value(), depth + 1).stream())
                .findFirst());
      }
    };
  }
}
