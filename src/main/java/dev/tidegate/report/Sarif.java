package dev.tidegate.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tidegate.policy.Finding;
import dev.tidegate.policy.RuleDoc;
import dev.tidegate.policy.Severity;
import dev.tidegate.policy.Verdict;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The verdict as SARIF 2.1.0, as code-scanning pages and editors read it. */
public final class Sarif {
  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private final UnaryOperator<String> redactor;
  private final Map<String, Integer> indexes = new LinkedHashMap<>();
  private final ArrayNode rules = JsonNodeFactory.instance.arrayNode();

  private Sarif(UnaryOperator<String> redactor) {
    this.redactor = redactor;
  }

  /**
   * @param docs of the rules that ran; a finding of the engine itself brings its own description
   * @param version of this program, such as {@code 1.2.0}
   */
  public static String of(
      Verdict verdict, Collection<RuleDoc> docs, String version, UnaryOperator<String> redactor) {
    return new Sarif(redactor).log(verdict, docs, version).toString();
  }

  private ObjectNode log(Verdict verdict, Collection<RuleDoc> docs, String version) {
    ObjectNode log = JsonNodeFactory.instance.objectNode();
    log.put("$schema", SCHEMA).put("version", "2.1.0");
    ObjectNode run = log.putArray("runs").addObject();
    ObjectNode driver = run.putObject("tool").putObject("driver");
    driver.put("name", "Tidegate").put("version", version);
    docs.forEach(this::rule);
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    verdict.judgement().findings().forEach(f -> results.add(result(f)));
    verdict.judgement().excepted().forEach(e -> results.add(excepted(e)));
    driver.set("rules", rules);
    ObjectNode invocation = run.putArray("invocations").addObject();
    invocation.put("executionSuccessful", !Words.nothingEvaluated(verdict.judgement()));
    run.put("columnKind", "utf16CodeUnits");
    run.putObject("originalUriBaseIds")
        .putObject("SRCROOT")
        .putObject("description")
        .put("text", "The root of the judged repository");
    run.set("results", results);
    ObjectNode about = run.putObject("properties");
    about.put("verdict", verdict.word()).put("head", verdict.judgement().head().hex());
    verdict.judgement().base().ifPresent(base -> about.put("base", base.hex()));
    about.put("policy", Words.policy(verdict.judgement()));
    return log;
  }

  private void rule(RuleDoc doc) {
    if (indexes.putIfAbsent(doc.id(), rules.size()) != null) {
      return;
    }
    ObjectNode rule = rules.addObject();
    rule.put("id", doc.id());
    text(rule, "shortDescription", doc.title());
    text(rule, "fullDescription", doc.why().isBlank() ? doc.title() : doc.why());
    String help =
        "Why: %s\n\nFix: %s\n\nHow to except: %s\n\nMore: tidegate explain %s"
            .formatted(doc.why(), doc.fix(), doc.override(), doc.id());
    rule.putObject("help")
        .put("text", said(help))
        .put("markdown", "**" + Markdown.prose(said(doc.title())) + "**\n\n" + said(help));
    rule.putObject("defaultConfiguration").put("level", level(doc.severity()));
  }

  private ObjectNode result(Finding finding) {
    rule(
        new RuleDoc(
            finding.rule(),
            finding.rule(),
            finding.why(),
            "Each finding says how.",
            finding.override(),
            finding.severity(),
            false));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("ruleId", finding.rule()).put("ruleIndex", indexes.get(finding.rule()));
    result.put("level", level(finding.severity()));
    String fix = finding.fix().isBlank() ? "" : "\n\nFix:\n" + finding.fix();
    // What looks like a link in a message is one.
    text(result, "message", (finding.what() + "\n" + finding.why() + fix).replace("](", "] ("));
    finding.path().ifPresent(path -> location(result, finding, path));
    result.putObject("partialFingerprints").put("tidegate/v1", finding.fingerprint());
    ObjectNode properties = result.putObject("properties");
    properties.put("severity", finding.severity().word());
    finding.commit().ifPresent(commit -> properties.put("commit", commit.hex()));
    return result;
  }

  private ObjectNode excepted(Verdict.Excepted excepted) {
    ObjectNode result = result(excepted.finding());
    result
        .putArray("suppressions")
        .addObject()
        .put("kind", excepted.source().contains(":") ? "inSource" : "external")
        .put("status", "accepted")
        .put("justification", said(Words.excuse(excepted)));
    return result;
  }

  private void location(ObjectNode result, Finding finding, String path) {
    ObjectNode place = result.putArray("locations").addObject().putObject("physicalLocation");
    place
        .putObject("artifactLocation")
        .put("uri", uri(redactor.apply(path)))
        .put("uriBaseId", "SRCROOT");
    if (finding.line() > 0) {
      ObjectNode region = place.putObject("region").put("startLine", finding.line());
      if (finding.column() > 0) {
        region.put("startColumn", finding.column());
      }
    }
  }

  /** A relative reference, byte by byte: a name in git is not normalised, and no scheme. */
  private static String uri(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      if ("-._~/!$&'()*+,;=@".indexOf(b) >= 0 || letterOrDigit(b)) {
        uri.append((char) b);
      } else {
        uri.append('%').append(HEX.toHexDigits(b));
      }
    }
    return uri.toString();
  }

  private static boolean letterOrDigit(byte b) {
    return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
  }

  private void text(ObjectNode at, String field, String value) {
    at.putObject(field).put("text", said(value));
  }

  private String said(String text) {
    String clean = redactor.apply(Markdown.printable(text)).strip();
    return clean.isEmpty() ? "-" : clean;
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case DENY, NEEDS_HUMAN -> "error";
      case WARN -> "warning";
      case INFO -> "note";
    };
  }
}
