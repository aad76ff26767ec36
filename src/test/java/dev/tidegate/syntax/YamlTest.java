package dev.tidegate.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.syntax.YamlNode.Mapping;
import dev.tidegate.syntax.YamlNode.Scalar;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class YamlTest {
  private static YamlNode only(String text) {
    Yaml.Stream stream = Yaml.read(text);
    assertThat(stream.problem()).isEmpty();
    assertThat(stream.documents()).hasSize(1);
    return stream.documents().getFirst();
  }

  private static Scalar scalar(String text, String... path) {
    return (Scalar) only(text).at(path).orElseThrow();
  }

  private static List<String> kinds(Yaml.Stream stream) {
    return stream.documents().stream().map(d -> d.text("kind").orElse("-")).toList();
  }

  private static Yaml.Problem refused(String text) {
    return Yaml.read(text).problem().orElseThrow();
  }

  @Test
  void givesEveryNodeItsPlace() {
    YamlNode root = only("# top\nkind: Pod\nspec:\n  list:\n    - name: x\n      v: \"q\"\n");
    assertThat(root.line()).isEqualTo(2);
    Mapping spec = (Mapping) root.at("spec").orElseThrow();
    assertThat(spec.entries().getFirst().line()).isEqualTo(4);
    assertThat(spec.entries().getFirst().column()).isEqualTo(3);
    YamlNode item = root.items("spec", "list").getFirst();
    Scalar name = (Scalar) item.at("name").orElseThrow();
    assertThat(name).isEqualTo(new Scalar("x", YamlNode.Type.STRING, true, false, 5, 13));
    assertThat(item.at("v")).contains(new Scalar("q", YamlNode.Type.STRING, false, false, 6, 10));
  }

  @Test
  void aLiteralBlocksLineNStandsAtItsLinePlusN() {
    String text = "a: 1\nscript: |\n\n  one\n  two\n";
    Scalar block = scalar(text, "script");
    assertThat(block.multiline()).isTrue();
    assertThat(block.text()).isEqualTo("\none\ntwo\n");
    List<String> lines = text.lines().toList();
    assertThat(lines.get(block.line() + 3 - 1).strip()).isEqualTo("two");
    assertThat(scalar("a: >\n  one\n  two\n", "a"))
        .isEqualTo(new Scalar("one two\n", YamlNode.Type.STRING, false, false, 1, 4));
  }

  @ParameterizedTest
  @CsvSource({
    "y,BOOLEAN",
    "Yes,BOOLEAN",
    "NO,BOOLEAN",
    "on,BOOLEAN",
    "Off,BOOLEAN",
    "n,BOOLEAN",
    "true,BOOLEAN",
    "FALSE,BOOLEAN",
    "tRue,STRING",
    "yEs,STRING",
    "~,NULL",
    "Null,NULL",
    "nul,STRING",
    "0,INTEGER",
    "-1,INTEGER",
    "+12,INTEGER",
    "0644,INTEGER",
    "0o644,INTEGER",
    "0x1F,INTEGER",
    "0b101,INTEGER",
    "1_000,INTEGER",
    "0899,FLOAT",
    "1.5,FLOAT",
    "1e3,FLOAT",
    "1.,FLOAT",
    ".5,FLOAT",
    ".inf,FLOAT",
    "-.INF,FLOAT",
    ".nan,FLOAT",
    ".x,STRING",
    "-,STRING",
    "1e999999,STRING",
    "12:30:45,STRING",
    "190:20:30,STRING",
    "2001-12-14,STRING",
    "1.2.3,STRING",
    "0x,STRING",
    "1 2,STRING",
    "123456789012345678901234567890,INTEGER"
  })
  @DisplayName("cases 95 to 97: plain scalars as Kubernetes' own reader resolves them")
  void resolvesPlainScalarsAsKubernetesDoes(String written, YamlNode.Type type) {
    String text = written.equals("-") ? "a: [\"x\", -]" : "a: " + written + "\n";
    if (!written.equals("-")) {
      assertThat(scalar(text, "a").type()).isEqualTo(type);
      assertThat(scalar(text, "a").text()).isEqualTo(written);
    }
    assertThat(scalar("a: '" + written + "'\n", "a").type()).isEqualTo(YamlNode.Type.STRING);
  }

  @Test
  void anExplicitTagOutranksTheLook() {
    assertThat(scalar("a: !!str 12\n", "a").type()).isEqualTo(YamlNode.Type.STRING);
    assertThat(scalar("a: ! yes\n", "a").type()).isEqualTo(YamlNode.Type.STRING);
    assertThat(scalar("a: !!int '12'\n", "a").type()).isEqualTo(YamlNode.Type.INTEGER);
    assertThat(scalar("a: !!binary aGVsbG8=\n", "a").text()).isEqualTo("hello");
    assertThat(refused("a: !!binary '*'\n").what()).contains("base64");
    assertThat(scalar("%TAG !k! tag:yaml.org,2002:\n---\na: !k!str 12\n", "a").type())
        .isEqualTo(YamlNode.Type.STRING);
  }

  @Test
  @DisplayName("case 87: billion laughs")
  void stopsBillionLaughs() {
    StringBuilder text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 30; i++) {
      text.append("a%d: &a%d [".formatted(i, i));
      text.append("*a%d, ".formatted(i - 1).repeat(9)).append("]\n");
    }
    Yaml.Problem problem = refused(text.toString());
    assertThat(problem.what()).contains("aliases expand");
    assertThat(problem.line()).isBetween(5, 8);
  }

  @Test
  void countsLongTextsInTheAliasBudget() {
    String text = "a: &a " + "x".repeat(1_000_000) + "\nb: [" + "*a, ".repeat(100) + "]\n";
    assertThat(refused(text).what()).contains("aliases expand");
  }

  @Test
  @DisplayName("case 88: 51 aliases")
  void readsFiftyOneAliases() {
    String text = "base: &b {x: 1}\nlist:\n" + "  - *b\n".repeat(51);
    assertThat(only(text).items("list")).hasSize(51).allMatch(n -> n.text("x").isPresent());
    assertThat(only(text).items("list").getLast().line()).isEqualTo(1);
  }

  @Test
  @DisplayName("case 89: recursive anchor")
  void refusesAnAnchorThatContainsItself() {
    assertThat(refused("a: &a\n  b: *a\n"))
        .isEqualTo(new Yaml.Problem("the anchor contains itself", 2, 6));
    assertThat(refused("a: *nobody\n").what()).contains("no anchor before it");
    assertThat(refused("a: &a 1\n---\nb: *a\n").what()).contains("no anchor before it");
  }

  @Test
  void resolvesMergeKeys() {
    String text = "d: &d {a: 1, b: 2}\ne: &e {b: 3, c: 4}\nx:\n  <<: [*d, *e]\n  c: 5\n";
    YamlNode x = only(text).at("x").orElseThrow();
    assertThat(x.text("a")).contains("1");
    assertThat(x.text("b")).contains("2");
    assertThat(x.text("c")).contains("5");
    assertThat(((Mapping) x).entries()).hasSize(3);
    assertThat(only("a: {'<<': {b: 1}}\n").text("a", "<<", "b")).contains("1");
  }

  @Test
  @DisplayName("case 90: merge key overriding kind")
  void refusesAMergeThatTwoReadersSeeDifferently() {
    String anchor = "x-base: &s {kind: Secret}\n";
    assertThat(only(anchor + "<<: *s\n").text("kind")).contains("Secret");
    assertThat(only(anchor + "<<: *s\nkind: ConfigMap\n").text("kind")).contains("ConfigMap");
    assertThat(only(anchor + "kind: Secret\n<<: *s\n").text("kind")).contains("Secret");
    Yaml.Problem problem = refused(anchor + "kind: ConfigMap\n<<: *s\n");
    assertThat(problem.what()).contains("<< after kind");
    assertThat(problem.line()).isEqualTo(3);
    assertThat(refused("<<: {a: 1}\n<<: {b: 1}\n").what()).contains("twice");
    assertThat(refused("<<: 3\n").what()).contains("wants a map");
  }

  @Test
  @DisplayName("case 91: duplicate kind")
  void refusesAKeyGivenTwice() {
    assertThat(refused("kind: ConfigMap\ndata: {}\nkind: Secret\n"))
        .isEqualTo(new Yaml.Problem("the key kind is given twice", 3, 1));
    assertThat(refused("1: a\n\"1\": b\n").what()).contains("given twice");
    assertThat(refused("{\"a\": 1,\n \"a\": 2}").what()).contains("given twice");
  }

  @ParameterizedTest
  @DisplayName("cases 92 and 93: !!javax and unknown tags")
  @CsvSource({
    "a: !!javax.script.ScriptEngineManager [],!!javax.script.ScriptEngineManager",
    "a: !custom {},!custom",
    "a: !<tag:evil.example> x,tag:evil.example",
    "a: !!set {b},!!set"
  })
  void refusesTagsThatMeanNothingToKubernetes(String text, String tag) {
    assertThat(refused(text).what()).contains(tag);
    assertThat(Yaml.readLoosely(text).problem()).isEmpty();
  }

  @Test
  @DisplayName("case 94: tab indent")
  void refusesATabAsIndentationAndSaysWhere() {
    assertThat(refused("a:\n\tb: 1\n").line()).isEqualTo(2);
  }

  @Test
  @DisplayName("cases 98 and 99: byte order mark, UTF-16, UTF-32")
  void readsEveryYamlEncoding() {
    String text = "kind: Secret\nname: ü\n";
    for (String name : List.of("UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE")) {
      Charset charset = Charset.forName(name);
      for (String bom : List.of("", "\uFEFF")) {
        Yaml.Stream stream = Yaml.read((bom + text).getBytes(charset));
        assertThat(stream.documents()).as("%s", name).hasSize(1);
        assertThat(stream.documents().getFirst().text("name")).contains("ü");
        assertThat(stream.documents().getFirst().column()).isEqualTo(1);
      }
    }
    assertThat(kinds(Yaml.read("\uFEFFkind: A\n---\n\uFEFFkind: B\n"))).isNotEmpty();
  }

  @Test
  void refusesBytesThatAreNoText() {
    byte[] broken = "a: 1\nb: x\n".getBytes(StandardCharsets.UTF_8);
    broken[8] = (byte) 0xC3;
    assertThat(Yaml.read(broken).problem().orElseThrow())
        .isEqualTo(new Yaml.Problem("not valid UTF-8 at byte 8", 2, 1));
    assertThat(refused("a: b\nc: d\u0000e\n"))
        .isEqualTo(new Yaml.Problem("the control character U+0000", 2, 5));
  }

  @Test
  void refusesLineBreaksThatOnlyOldReadersKnow() {
    Yaml.Problem problem = refused("a: 1\n# x\u2028kind: Secret\n");
    assertThat(problem).isEqualTo(new Yaml.Problem(problem.what(), 2, 4));
    assertThat(problem.what()).contains("U+2028");
    assertThat(Yaml.readLoosely("a: 'x\u2028y'\n").problem()).isEmpty();
  }

  @Test
  @DisplayName("case 100: CRLF")
  void readsCarriageReturns() {
    YamlNode root = only("a: 1\r\nb: |\r\n  x\r\n  y\r\nc: z\r\n");
    assertThat(root.text("b")).contains("x\ny\n");
    assertThat(root.at("c").orElseThrow().line()).isEqualTo(5);
  }

  @Test
  @DisplayName("cases 101 and 102: several documents, empty ones between")
  void findsTheLastDocument() {
    Yaml.Stream stream =
        Yaml.read("---\n---\n# nothing\n---\nkind: A\n---\n~\n---\n\n...\n---\nkind: Secret\n");
    assertThat(stream.problem()).isEmpty();
    assertThat(kinds(stream)).containsExactly("A", "Secret");
    assertThat(stream.documents().getLast().line()).isEqualTo(12);
    assertThat(Yaml.read("").documents()).isEmpty();
    assertThat(Yaml.read("# only\n").problem()).isEmpty();
  }

  @Test
  @DisplayName("case 103: --- inside a block scalar")
  void aSeparatorInsideABlockScalarIsText() {
    assertThat(only("data:\n  x: |\n    a: 1\n    ---\n    b: 2\nkind: C\n").text("data", "x"))
        .contains("a: 1\n---\nb: 2\n");
  }

  @Test
  @DisplayName("cases 106 and 107: JSON in .yaml, YAML in .json")
  void readsJsonWhereverItStands() {
    YamlNode root = only("{\n\t\"kind\": \"Sec\\u0072et\",\n\t\"n\": [1, 2.5, true, null]\n}\n");
    assertThat(root.at("kind"))
        .contains(new Scalar("Secret", YamlNode.Type.STRING, false, false, 2, 10));
    assertThat(root.items("n").stream().map(n -> ((Scalar) n).type()))
        .containsExactly(
            YamlNode.Type.INTEGER, YamlNode.Type.FLOAT, YamlNode.Type.BOOLEAN, YamlNode.Type.NULL);
    assertThat(kinds(Yaml.read("{\"kind\": \"A\"}\n{\"kind\": \"B\"}"))).containsExactly("A", "B");
    assertThat(kinds(Yaml.read("{\"kind\": \"A\"}\n---\nkind: B\n"))).containsExactly("A", "B");
    assertThat(only("{kind: 'flow', x: [a, b]}\n").items("x")).hasSize(2);
  }

  @Test
  @DisplayName("case 108: a Helm template is no YAML")
  void saysThatATemplateIsNoYaml() {
    assertThat(Yaml.read("{{- if .Values.x }}\na: 1\n{{- end }}\n").problem()).isPresent();
    assertThat(Yaml.read("a:\n  {{ .Values.b }}: 1\n").problem()).isPresent();
  }

  @Test
  @DisplayName("case 113: 50 MB")
  void refusesFiftyMegabytes() {
    String big = "- a\n".repeat(13_000_000);
    assertThat(refused(big).what()).contains("longer than");
    assertThat(Yaml.read(big.getBytes(StandardCharsets.US_ASCII)).problem()).isPresent();
    assertThat(refused("- a\n".repeat(2_000_000)).what()).contains("more than 1000000 nodes");
  }

  @Test
  @DisplayName("case 114: 300 nesting levels")
  void refusesThreeHundredLevels() {
    assertThat(refused("[".repeat(300) + "]".repeat(300)).what()).contains("nested deeper");
    assertThat(refused("a: " + "[".repeat(100_000)).what()).contains("nested deeper");
    assertThat(Yaml.read("[".repeat(200) + "]".repeat(200)).problem()).isEmpty();
  }

  @Test
  @DisplayName("cases 120 and 121: an escape in kind, a space after apiVersion's value")
  void decodesEscapesAndDropsTrailingSpace() {
    assertThat(only("kind: \"Sec\\u0072et\"\n").text("kind")).contains("Secret");
    assertThat(only("apiVersion: v1 \nkind: Secret\t\n").text("apiVersion")).contains("v1");
    assertThat(only("apiVersion: 'v1 '\n").text("apiVersion")).contains("v1 ");
  }

  @Test
  void turnsOtherKeysIntoTheirText() {
    YamlNode root = only("1: a\ntrue: b\non: c\n~: d\n");
    assertThat(List.of("1", "true", "on", "~")).allMatch(k -> root.text(k).isPresent());
    assertThat(refused("? [a, b]\n: c\n").what()).contains("as a key");
  }

  @Test
  void aStreamThatBreaksGivesTheDocumentsBefore() {
    Yaml.Stream stream = Yaml.read("kind: A\n---\nkind: B\n---\nkind: 'C\nx\n");
    assertThat(kinds(stream)).containsExactly("A", "B");
    assertThat(stream.problem().orElseThrow().line()).isGreaterThanOrEqualTo(5);
  }
}
