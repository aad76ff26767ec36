package dev.tidegate.syntax.hcl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.syntax.hcl.HclBody.Block;
import dev.tidegate.syntax.hcl.HclValue.Call;
import dev.tidegate.syntax.hcl.HclValue.Choice;
import dev.tidegate.syntax.hcl.HclValue.Expression;
import dev.tidegate.syntax.hcl.HclValue.Reference;
import dev.tidegate.syntax.hcl.HclValue.Table;
import dev.tidegate.syntax.hcl.HclValue.Template;
import dev.tidegate.syntax.hcl.HclValue.Text;
import dev.tidegate.syntax.hcl.HclValue.Tuple;
import dev.tidegate.syntax.hcl.HclValue.Word;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read, as what, and where it stands. */
final class HclTest {
  private static HclBody read(String text) {
    Hcl.File file = Hcl.read(text);
    assertThat(file.problem()).isEmpty();
    return file.body();
  }

  private static HclValue value(String written) {
    return read("a = " + written + "\n").get("a").orElseThrow();
  }

  @Test
  void blocksHaveLabelsAndPlaces() {
    HclBody body = read("# x\nresource \"a_b\" c {\n  deep {\n    x = 1\n  }\n}\n");
    Block resource = body.blocks("resource").findFirst().orElseThrow();
    assertThat(resource.labels()).containsExactly("a_b", "c");
    assertThat(resource.line()).isEqualTo(2);
    Block deep = body.allBlocks().toList().getLast();
    assertThat(deep.type()).isEqualTo("deep");
    assertThat(deep.body().attributes().getFirst())
        .isEqualTo(new HclBody.Attribute("x", new Word("1", 4, 9), 4, 5));
  }

  @Test
  void constantTextsAreDecodedAndFolded() {
    assertThat(value("\"x\\ty\\u0041\\\"\"").constant()).contains("x\tyA\"");
    assertThat(value("\"$${a} %%{b}\"").constant()).contains("${a} %{b}");
    assertThat(value("\"${\"gh\"}-${5}\"").constant()).contains("gh-5");
    assertThat(value("\"a$b%c\"").constant()).contains("a$b%c");
    assertThat(value("(\"x\")").constant()).contains("x");
  }

  @Test
  void everyKindOfValueIsTold() {
    assertThat(value("-1.5e3")).isInstanceOf(Expression.class);
    assertThat(value("true")).isEqualTo(new Word("true", 1, 5));
    assertThat(value("[1, \"b\",\n  c,\n]").parts()).hasSize(3);
    assertThat(value("{ a = 1, \"b\" : 2\n (c) = 3 }")).isInstanceOf(Table.class);
    assertThat(value("var.a[0].b[*].c"))
        .isInstanceOfSatisfying(Reference.class, r -> assertThat(r.names()).isEqualTo("var.a"));
    assertThat(value("provider::x::f(a, b...)"))
        .isInstanceOfSatisfying(
            Call.class, c -> assertThat(c.function()).isEqualTo("provider::x::f"));
    assertThat(value("a == 1 ? \"b\" : \"c\"")).isInstanceOf(Choice.class);
    assertThat(value("[for k, v in {a = 1} : \"${k}\" if v != 2]")).isInstanceOf(Expression.class);
    assertThat(value("{for x in y : x => x...}")).isInstanceOf(Expression.class);
    assertThat(value("\"a${b}%{ if c ~}d%{ else }e%{ endif }\"")).isInstanceOf(Template.class);
    assertThat(value("f([])[0].x")).isInstanceOf(Expression.class);
    assertThat(value("{ for = 1 }")).isInstanceOf(Table.class);
  }

  @Test
  void heredocsKeepTheirLinesAndLoseTheirIndentation() {
    Text plain = (Text) value("<<EOT\n  a\n EOT x\n EOT\nb = 1");
    assertThat(plain).isEqualTo(new Text("  a\n EOT x\n", 0, 1, 5));
    Text indented = (Text) value("<<-EOT\n    a\n\n      b\n  EOT");
    assertThat(indented).isEqualTo(new Text("a\n\n  b\n", 4, 1, 5));
    Template mixed = (Template) value("<<-EOT\n    a ${x}\n      b\n  EOT");
    assertThat(mixed.parts().getFirst()).isEqualTo(new Text("a ", 2, 5));
    assertThat(mixed.parts().getLast().constant()).contains("\n  b\n");
    assertThat(value("[<<A\nx\nA\n, 1]")).isInstanceOf(Tuple.class);
  }

  @Test
  void commentsAreNotValuesAndAreKept() {
    Hcl.File file = Hcl.read("a = 1 # one\n/* two\nthree */ b = 2 // four\n");
    assertThat(file.body().attributes()).hasSize(2);
    assertThat(file.comments()).isEqualTo("# one\n/* two\nthree */// four");
  }

  @Test
  void columnsCountCodePoints() {
    HclBody body = read("a = { \"\uD83D\uDE00\" = b }\n");
    assertThat(body.allValues().toList().getLast().column()).isEqualTo(13);
  }

  @Test
  void jsonIsTheSameConfiguration() {
    Hcl.File file =
        Hcl.read(
            "x.tf.json",
            """
            {"//": "note", "resource": [{"a_b": {"c": [{"x": "${var.y}-z", "n": 1}]}}],
             "terraform": {"backend": {"s3": {"bucket": "b"}}}}
            """);
    assertThat(file.problem()).isEmpty();
    Block resource = file.body().blocks("resource").findFirst().orElseThrow();
    assertThat(resource.labels()).containsExactly("a_b", "c");
    assertThat(resource.body().get("x").orElseThrow().parts().getFirst())
        .isInstanceOf(Reference.class);
    assertThat(file.body().allBlocks().toList().getLast().labels()).containsExactly("s3");
    assertThat(Hcl.read("x.tfvars.json", "{\"data\": {\"a\": 1}}").body().attributes()).hasSize(1);
    assertThat(Hcl.read("x.tf.json", "[1]").problem()).isPresent();
    assertThat(Hcl.read("x.tf.json", "{").problem()).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a = \"x\n\"\n",
        "a = <<EOT\nx\n",
        "a = [1\n",
        "a {\n",
        "a \"${b}\" {}\n",
        "a = \n",
        "a = 1 2\n",
        "a = \"\\q\"\n",
        "/* x",
        "a = ${b}\n",
        "a = \"%{ foo }\"\n",
        "= 1\n",
        "a = 1\na = 2\n",
        "a = \"\\uZZZZ\"\n",
        "a = f(\n",
        "a = \0\n",
        "a = {b}\n",
        "}\n",
        "a = b ?\n"
      })
  void whatIsBrokenIsToldWithItsPlace(String text) {
    Hcl.File file = Hcl.read(text);
    assertThat(file.problem())
        .hasValueSatisfying(p -> {
          assertThat(p.line()).isBetween(1, 3);
          assertThat(p.column()).isPositive();
          assertThat(p.what()).isNotBlank();
        });
  }

  @Test
  void whatStandsWholeBeforeTheTroubleIsRead() {
    Hcl.File file = Hcl.read("a = 1\nb {\n  c = 2\n}\nd = <<X\n");
    assertThat(file.body().attributes()).hasSize(1);
    assertThat(file.body().blocks()).hasSize(1);
    assertThat(file.problem().orElseThrow().line()).isEqualTo(5);
  }
}
