package dev.tidegate.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** To write the files anew: {@code tidegate config schema > docs/tidegate.schema.json}. */
final class SchemaTest {
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  @Test
  void theCommittedSchemasAreFresh() throws IOException {
    assertThat(Files.readString(Path.of("docs/tidegate.schema.json"))).isEqualTo(Schema.server());
    assertThat(Files.readString(Path.of("docs/tidegate-repository.schema.json")))
        .isEqualTo(Schema.repository());
  }

  @Test
  void theSchemasAreValidSchemas() {
    com.networknt.schema.Schema meta =
        REGISTRY.getSchema(
            com.networknt.schema.SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
    assertThat(meta.validate(Schema.server(), InputFormat.JSON)).isEmpty();
    assertThat(meta.validate(Schema.repository(), InputFormat.JSON)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.yaml", "full.yaml"})
  void whatTheReaderTakesValidates(String name) throws IOException {
    assertThat(errors(ConfigReaderTest.resource(name))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "token: hunter2",
        "token: { env: A, file: B }",
        "apiKey: { env: A }",
        "apiUrl: github",
        "app: { id: one, privateKey: { env: K } }"
      })
  void whatTheReaderRefusesDoesNotValidate(String line) throws IOException {
    String yaml = ConfigReaderTest.resource("example.yaml");
    assertThat(errors(yaml.replace("token: { env: GITHUB_TOKEN }", line))).isNotEmpty();
  }

  @Test
  void aRepositorysFileValidates() {
    com.networknt.schema.Schema schema = REGISTRY.getSchema(Schema.repository());
    assertThat(schema.validate("rules: { a/b: warn }\nargocdApps: apps", InputFormat.YAML))
        .isEmpty();
    assertThat(schema.validate("rules: { a/b: loud }", InputFormat.YAML)).isNotEmpty();
    assertThat(schema.validate("server: {}", InputFormat.YAML)).isNotEmpty();
  }

  private static List<com.networknt.schema.Error> errors(String yaml) {
    return REGISTRY.getSchema(Schema.server()).validate(yaml, InputFormat.YAML);
  }
}
