package dev.tidegate.config;

import static dev.tidegate.config.RepositoryShape.ROOTS;

import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.config.shape.Reading;
import dev.tidegate.config.shape.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code tidegate.yaml} may say about Terraform. */
final class TerraformShape {
  private static final Pattern PROGRAM = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*");

  private static final Property<String> BINARY =
      Property.optional(
              "binary",
              Shapes.TEXT
                  .as(
                      TerraformShape::program,
                      "Write a name such as tofu, or the path of one program; its arguments are"
                          + " Tidegate's own")
                  .with("pattern", "^(" + PROGRAM.pattern() + "|.*/.*)$"),
              "Name or path of terraform or tofu.")
          .orElse("terraform");
  private static final Property<Path> PLUGINS =
      Property.optional(
          "pluginDirectory", Shapes.LOCAL_PATH, "Mirror of the providers that plans may use.");
  private static final Property<Duration> PLAN =
      Property.optional(
              "planWithin", Shapes.DURATION_TEXT, "Longest time for one plan. Default 10m.")
          .orElse(Duration.ofMinutes(10));
  private static final Property<Boolean> SANDBOX =
      Property.optional(
              "sandbox",
              Shapes.word(sandboxWords()),
              "bubblewrap (default); without it the code of a pull request runs with the server's"
                  + " own rights.")
          .orElse(true);
  private static final Property<String> SANDBOX_USER =
      Property.optional(
          "sandboxUser", Shapes.TEXT, "Unprivileged user that plans run as under root.");
  static final Property<Part> PROPERTY =
      Property.optional(
              "terraform",
              ObjectShape.of(
                  v ->
                      new Part(
                          v.find(ROOTS),
                          new ServerConfig.Terraform(
                              v.get(BINARY),
                              v.find(PLUGINS),
                              v.get(PLAN),
                              v.get(SANDBOX),
                              v.find(SANDBOX_USER))),
                  ROOTS,
                  BINARY,
                  PLUGINS,
                  PLAN,
                  SANDBOX,
                  SANDBOX_USER),
              "Terraform: roots for all repositories, and how plans run.")
          .orElse(new Part(Optional.empty(), ServerConfig.Terraform.standard()));

  private TerraformShape() {}

  /** The roots for all repositories, and how plans run. */
  record Part(Optional<List<String>> roots, ServerConfig.Terraform terraform) {}

  private static String program(String text, Reading reading) {
    if (text.contains("/")) {
      return reading.resolve(text).toString();
    }
    if (!PROGRAM.matcher(text).matches()) {
      throw new IllegalArgumentException("not the name of a program");
    }
    return text;
  }

  private static Map<String, Boolean> sandboxWords() {
    Map<String, Boolean> words = new LinkedHashMap<>();
    words.put("bubblewrap", true);
    words.put("none-i-accept-the-risk", false);
    return words;
  }
}
