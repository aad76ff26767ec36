package dev.tidegate.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import dev.tidegate.change.CommitId;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.PolicySettings;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import dev.tidegate.policy.engine.RuleBook;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SARIF against the schema of its standard, and what the standard says beside the schema. */
final class SarifTest {
  private static final String ID = "https://sarif.test/schema";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CommitId HEAD = new CommitId("a".repeat(40));
  private static final Schema SCHEMA = schema();

  private static Schema schema() {
    try (InputStream in = SarifTest.class.getResourceAsStream("/schema/sarif-schema-2.1.0.json")) {
      String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDialect(
              Dialects.getDraft7(), builder -> builder.schemas(Map.of(ID, text)))
          .getSchema(SchemaLocation.of(ID));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Finding finding(
      String rule, Severity severity, String path, int line, int column) {
    return new Finding(
        rule,
        severity,
        Optional.of(path).filter(p -> !p.isEmpty()),
        line,
        column,
        Optional.of(HEAD),
        "Found [a link](https://evil.test) and \u001b[31m\u202e{0}",
        "It matters.",
        "git rm x\ngit commit",
        "nobody",
        "f".repeat(16));
  }

  private static JsonNode log(Verdict verdict, List<RuleDoc> docs) throws IOException {
    String text = Sarif.of(verdict, docs, "1.2.0", s -> s);
    assertThat(
            SCHEMA
                .validate(
                    text,
                    InputFormat.JSON,
                    c -> c.executionConfig(e -> e.formatAssertionsEnabled(true)))
                .stream()
                .map(Error::toString)
                .toList())
        .as(text)
        .isEmpty();
    return JSON.readTree(text);
  }

  private static Verdict verdict(Finding... findings) {
    return Verdict.of(
        new Verdict.Judgement(Optional.empty(), HEAD, List.of(findings), 1, 2, 30, "abc"));
  }

  private static List<RuleDoc> docs() {
    return RuleBook.standard(PolicySettings.standard()).docs();
  }

  @Test
  void aLogOfEveryKindOfFindingFitsTheSchema() throws Exception {
    List<Finding> all = new ArrayList<>();
    for (RuleDoc doc : docs()) {
      all.add(finding(doc.id(), doc.severity(), "a.yaml", 1, 1));
    }
    for (Severity severity : Severity.values()) {
      all.add(finding("policy/own", severity, "a.yaml", 3, 0));
      all.add(finding("policy/own", severity, "a.yaml", 0, 0));
      all.add(finding("commit/message", severity, "", 0, 0));
    }
    Finding excused = finding("secret/plaintext", Severity.DENY, "b.yaml", 2, 7);
    Verdict verdict =
        Verdict.of(
            new Verdict.Judgement(
                Optional.of(new CommitId("b".repeat(40))),
                HEAD,
                all,
                1,
                2,
                30,
                "abc",
                List.of(
                    new Verdict.Excepted(excused, "a.sh:3", "2027-01-31", "known", ""),
                    new Verdict.Excepted(excused, ".tidegate.yaml", "2027-01-31", "known", "ada")),
                List.of()));
    JsonNode run = log(verdict, docs()).path("runs").get(0);

    JsonNode rules = run.path("tool").path("driver").path("rules");
    for (JsonNode result : run.path("results")) {
      assertThat(rules.get(result.path("ruleIndex").asInt(-1)).path("id"))
          .isEqualTo(result.path("ruleId"));
      assertThat(result.path("partialFingerprints").path("tidegate/v1").asText()).isNotBlank();
      assertThat(result.path("message").path("text").asText())
          .doesNotContain("](", "\u001b", "\u202e");
      JsonNode region = result.at("/locations/0/physicalLocation/region");
      assertThat(region.isMissingNode() || region.path("startLine").asInt() >= 1).isTrue();
      String base = result.at("/locations/0/physicalLocation/artifactLocation/uriBaseId").asText();
      assertThat(base.isEmpty() || run.path("originalUriBaseIds").has(base)).isTrue();
    }
    for (JsonNode rule : rules) {
      assertThat(rule.path("help").path("text").asText()).isNotBlank();
      assertThat(rule.path("help").path("markdown").asText()).isNotBlank();
      assertThat(rule.path("defaultConfiguration").path("level").asText()).isNotBlank();
    }
    assertThat(run.path("results").get(0).at("/locations/0/physicalLocation/region/startColumn"))
        .isEqualTo(JSON.getNodeFactory().numberNode(1));
  }

  @Test
  void aLogWithoutFindingsOrRulesFitsTheSchema() throws Exception {
    log(verdict(), docs());
    JsonNode nothing =
        log(
            Verdict.of(new Verdict.Judgement(Optional.empty(), HEAD, List.of(), 0, 0, 0, "abc")),
            List.of());
    assertThat(nothing.at("/runs/0/invocations/0/executionSuccessful").asBoolean(true)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b/c:d.yaml",
        "c:/x.yaml",
        "http://x.test/y.yaml",
        "100%/%41.yaml",
        "\u00e9/e\u0301.yaml",
        "\u4e2d\u6587/\ud83d\ude00.yaml",
        "a?b#c[d]{e}|f\\g\"h<i>^`.yaml",
        "\ufffd.yaml"
      })
  void everyPathIsARelativeReferenceThatLeadsBackToIt(String path) throws Exception {
    JsonNode log = log(verdict(finding("a/b", Severity.DENY, path, 1, 0)), List.of());
    String uri =
        log.at("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri").asText();
    URI parsed = new URI(uri);
    assertThat(parsed.isAbsolute()).isFalse();
    assertThat(parsed.getRawAuthority()).isNull();
    assertThat(parsed.getRawQuery()).isNull();
    assertThat(parsed.getRawFragment()).isNull();
    assertThat(URLDecoder.decode(uri.replace("+", "%2B"), StandardCharsets.UTF_8)).isEqualTo(path);
  }
}
