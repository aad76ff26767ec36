package dev.tidegate.config;

import dev.tidegate.config.ObjectShape.Property;
import dev.tidegate.syntax.PathGlob;
import java.util.List;

/** What both files may say about the policy beside the levels of rules. */
final class PolicyShape {
  private static final Property<List<String>> REPOSITORIES_MAY =
      Property.optional(
              "repositoriesMay",
              ListShape.of(
                  Shapes.TEXT.as(
                      PolicyShape::rulePattern, "Write a rule's id, or a pattern as workflow/*")),
              "Rules (ids, or patterns such as workflow/*) that a repository's own file may lower."
                  + " All others it can only make stricter.")
          .orElse(List.of());
  static final Property<ServerConfig.Policy> POLICY =
      Property.optional(
              "policy",
              ObjectShape.of(
                  v -> new ServerConfig.Policy(v.get(REPOSITORIES_MAY)), REPOSITORIES_MAY),
              "What repositories may decide about the policy themselves.")
          .orElse(ServerConfig.Policy.standard());

  private PolicyShape() {}

  private static String rulePattern(String pattern, Reading reading) {
    PathGlob glob = PathGlob.of(pattern);
    if (!reading.ruleIds().isEmpty()
        && !pattern.startsWith("custom/")
        && reading.ruleIds().stream().noneMatch(glob::matches)) {
      throw new IllegalArgumentException("no rule has this id");
    }
    return pattern;
  }
}
