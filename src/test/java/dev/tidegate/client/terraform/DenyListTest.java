package dev.tidegate.client.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.change.FileEntry;
import dev.tidegate.testing.MemoryTree;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused before planning, wherever a root takes it from and however it is written. */
final class DenyListTest {
  private static final String ROOT = "infra/dns";
  private static final String EXTERNAL = "data \"external\" \"x\" {\n}\n";

  private static String refused(MemoryTree tree) {
    return DenyList.refuses(MemoryTree.nothing(), tree, ROOT).orElse("");
  }

  private static MemoryTree root(String text) {
    return MemoryTree.nothing().with("infra/dns/main.tf", text);
  }

  private static String calls(String source) {
    return "module \"m\" {\n  source = \"" + source + "\"\n}\n";
  }

  @Test
  void aModuleBesideTheRootIsFollowedToItsModules() {
    MemoryTree tree =
        root(calls("../parts/x")).with("infra/parts/x/main.tf", calls("../../deep//"));
    assertThat(refused(tree)).isEmpty();
    assertThat(refused(tree.with("infra/parts/x/more.tf", EXTERNAL)))
        .contains("infra/parts/x/more.tf", "external data source");
    assertThat(refused(tree.with("deep/main.tf", EXTERNAL))).isEmpty();
    assertThat(refused(tree.with("infra/deep/main.tf", EXTERNAL))).contains("infra/deep/main.tf");
    MemoryTree deeper = root(calls("../parts/x")).with("infra/parts/x/a.tf", calls("../../../z"));
    assertThat(refused(deeper.with("z/b.tf", EXTERNAL))).contains("z/b.tf");
  }

  @Test
  void whatTheRootDoesNotCallIsNotHeldAgainstIt() {
    assertThat(refused(root(calls("../parts/x")).with("infra/modules/y/main.tf", EXTERNAL)))
        .isEmpty();
  }

  @Test
  void aModuleBehindALinkIsFollowed() {
    byte[] target = "../../real".getBytes(StandardCharsets.UTF_8);
    MemoryTree tree =
        root(calls("./linked/m"))
            .with("infra/dns/linked", target, FileEntry.Mode.SYMLINK)
            .with("real/m/main.tf", EXTERNAL);
    assertThat(refused(tree)).contains("real/m/main.tf");
    byte[] itself = "linked".getBytes(StandardCharsets.UTF_8);
    assertThat(
            refused(
                root(calls("./linked")).with("infra/dns/linked", itself, FileEntry.Mode.SYMLINK)))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x.tf", "x.tofu", "x_override.tf"})
  void everyKindOfFileCounts(String name) {
    assertThat(refused(root("locals {}\n").with("infra/dns/" + name, EXTERNAL)))
        .contains(name, "external data source");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"data\":{\"external\":{\"x\":{}}}}",
        "{\"data\":[{\"ext\\u0065rnal\":[{\"x\":{}}]}]}",
        "{\"resource\":{\"a\":{\"b\":{\"provisioner\":[{\"local-exec\":{}}]}}}}",
        "{\"module\":{\"m\":{\"source\":\"git::https://x.test/m\"}}}"
      })
  void jsonIsReadAsJson(String json) {
    assertThat(refused(root("locals {}\n").with("infra/dns/x.tf.json", json)))
        .contains("x.tf.json");
    assertThat(refused(root("locals {}\n").with("infra/dns/x.tofu.json", json)))
        .contains("x.tofu.json");
    MemoryTree other =
        root("locals {}\n")
            .with("infra/dns/m.tf.json", "{\"module\":{\"m\":{\"source\":\"../x\"}}}")
            .with("infra/x/x.tofu.json", json);
    assertThat(refused(other)).contains("infra/x/x.tofu.json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data external x {}",
        "data \"\\u0065xternal\" \"x\" {}",
        "data \"external\"\t\"x\"{}",
        "resource \"a\" \"b\" {\n  provisioner local-exec {}\n}",
        "locals {\n  a = \"${\"/*\"}\"\n}\ndata \"external\" \"x\" {}\n# */",
        "locals {\n  a = <<EOT\n/*\nEOT\n}\ndata \"external\" \"x\" {}\n# */",
        "/* a */ data \"external\" \"x\" {}",
        "check \"c\" {\n  data \"external\" \"x\" {}\n}",
        "resource \"a\" \"b\" {\n  provisioner\n\"local-exec\" {}\n}",
        "module \"m\" {\n  source = \"${\"git::https://x.test/m\"}\"\n}",
        "module \"m\" {\n  source = \"HTTPS://x.test/m.zip\"\n}",
        "module \"m\" {\n  source = \"oci://x.test/m\"\n}",
        "module \"m\" {\n  source = \"/etc/m\"\n}",
        "module \"m\" {\n  source = var.m\n}",
        "locals {\n  a = file(\"/pr\\u006fc/self/environ\")\n}",
        "locals {\n  a = file(\"/proc/${\"self\"}/environ\")\n}"
      })
  void otherWaysToWriteItDoNotHideIt(String text) {
    assertThat(refused(root(text))).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "# data \"external\" \"x\" {}",
        "/* data \"external\" \"x\" {} */",
        "locals { a = 1 } // provisioner \"local-exec\"",
        "# ${x} data \"external\" \"x\" {}",
        "locals { a = \"data \\\"external\\\" \\\"x\\\" {}\" }",
        "locals {\n  a = <<EOT\nprovisioner \"local-exec\" {\n}\nEOT\n}",
        "resource \"aws_s3_object\" \"x\" {\n  source = \"https://x.test/a.zip\"\n}",
        "terraform {\n  required_providers {\n    external = {}\n  }\n}"
      })
  void whatStandsInACommentIsNotRun(String text) {
    assertThat(refused(root(text + "\n"))).isEmpty();
  }

  @Test
  void whatIsTooLargeToBeLookedAtIsRefused() {
    String padded = "# " + "x".repeat(1 << 20) + "\n" + EXTERNAL;
    assertThat(refused(root(padded))).contains("too large");
  }

  @Test
  void whatCannotBeReadIsRefusedWithItsPlace() {
    assertThat(refused(root("locals {\n  a = <<EOT\n  x\n}\n")))
        .isEqualTo("infra/dns/main.tf:2: it cannot be read: the heredoc EOT does not end");
    assertThat(refused(root("locals {}\n").with("infra/dns/x.tf.json", "{\"data\": [}")))
        .contains("infra/dns/x.tf.json:1", "cannot be read");
    MemoryTree broken = root("terraform {\n");
    assertThat(DenyList.refuses(broken, root("locals {}\n"), ROOT).orElse("")).contains("backend");
  }

  @Test
  void aBackendThatIsOnlyWrittenOtherwiseIsTheSame() {
    MemoryTree before = root("terraform {\n  backend \"s3\" {\n    bucket = \"b\" # c\n  }\n}\n");
    MemoryTree after = root("terraform {\n\n  backend s3 {\n    bucket   = \"b\"\n  }\n}\n");
    assertThat(DenyList.refuses(before, after, ROOT)).isEmpty();
  }

  @Test
  void aBackendSwitchedInAnyKindOfFileIsSeen() {
    String one = "{\"terraform\":{\"backend\":{\"http\":{\"address\":\"https://a.test\"}}}}";
    MemoryTree before = root("locals {}\n").with("infra/dns/state.tf.json", one);
    MemoryTree after =
        root("locals {}\n").with("infra/dns/state.tf.json", one.replace("a.test", "b.test"));
    assertThat(DenyList.refuses(before, after, ROOT).orElse("")).contains("backend");
    assertThat(DenyList.refuses(before, before, ROOT)).isEmpty();
    MemoryTree moved =
        root("terraform {\n  backend http {\n    address = \"https://b.test\"\n  }\n}\n");
    assertThat(DenyList.refuses(before, moved, ROOT).orElse("")).contains("backend");
  }
}
