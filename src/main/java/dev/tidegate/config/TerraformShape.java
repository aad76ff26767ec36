package dev.tidegate.config;

import static dev.tidegate.config.RepositoryShape.ROOTS;

import dev.tidegate.config.shape.EntriesShape;
import dev.tidegate.config.shape.ListShape;
import dev.tidegate.config.shape.ObjectShape;
import dev.tidegate.config.shape.ObjectShape.Property;
import dev.tidegate.config.shape.Reading;
import dev.tidegate.config.shape.Shapes;
import dev.tidegate.secret.SecretRef;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What {@code tidegate.yaml} may say about Terraform. */
final class TerraformShape {
  private static final Pattern TARGET =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?:[0-9]{1,5}");

  /** What decides how Terraform itself runs stays Tidegate's. */
  private static final Pattern OURS =
      Pattern.compile(
          "PATH|HOME|TMPDIR|LANG|SHELL|IFS|ENV|BASH_.*|LD_.*|TF_(?!VAR_|HTTP_|TOKEN_).*|CHECKPOINT_.*"
              + "|(?i:.*_proxy)");

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
  private static final Property<List<String>> EGRESS =
      Property.optional(
              "egress",
              ListShape.of(
                  Shapes.TEXT
                      .as(TerraformShape::target, "Write HOST:PORT, such as state.example.com:443")
                      .with("pattern", "^" + TARGET.pattern() + "$")),
              "Hosts that plans may reach from the sandbox by https, such as that of a remote"
                  + " state. None: no network.")
          .orElse(List.of());
  private static final Property<Map<String, SecretRef>> ENVIRONMENT =
      Property.optional(
              "environment",
              new EntriesShape<>(Shapes.SECRET, (name, r) -> true, "variable")
                  .as(TerraformShape::variables, "Leave it out, or choose another name"),
              "Variables of plans, such as credentials that can read a remote state: code of a"
                  + " pull request can read them.")
          .orElse(Map.of());
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
                              v.find(SANDBOX_USER),
                              v.get(EGRESS),
                              v.get(ENVIRONMENT))),
                  ROOTS,
                  BINARY,
                  PLUGINS,
                  PLAN,
                  SANDBOX,
                  SANDBOX_USER,
                  EGRESS,
                  ENVIRONMENT),
              "Terraform: roots for all repositories, and how plans run.")
          .orElse(new Part(Optional.empty(), ServerConfig.Terraform.standard()));

  private TerraformShape() {}

  /** The roots for all repositories, and how plans run. */
  record Part(Optional<List<String>> roots, ServerConfig.Terraform terraform) {}

  private static Map<String, SecretRef> variables(Map<String, SecretRef> variables) {
    for (String name : variables.keySet()) {
      if (!name.matches("[A-Za-z_][A-Za-z0-9_]{0,99}")) {
        throw new IllegalArgumentException("'" + name + "' is not the name of a variable");
      }
      if (OURS.matcher(name).matches()) {
        throw new IllegalArgumentException(name + " decides how Terraform runs: it is Tidegate's");
      }
    }
    return variables;
  }

  private static String target(String text) {
    int port = TARGET.matcher(text).matches() ? port(text) : 0;
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("not a host and a port");
    }
    return text.toLowerCase(Locale.ROOT);
  }

  private static int port(String target) {
    return Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
  }

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
