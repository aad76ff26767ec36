package dev.tidegate.client.terraform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tidegate.change.FileEntry;
import dev.tidegate.rollout.TerraformPlan;
import dev.tidegate.rollout.TerraformPlan.Status;
import dev.tidegate.testing.ChangeSketch;
import dev.tidegate.testing.MemoryTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real binary in the real sandbox. */
final class SandboxedTerraformTest {
  private static final String ROOT = "infra/dns";
  private static final MemoryTree BASE = MemoryTree.nothing().with("README.md", "x");

  @TempDir private Path work;
  private SandboxedTerraform terraform;

  @BeforeEach
  void findTheBinary() throws IOException {
    Path binary = InstalledTerraform.find(work);
    terraform = with(binary, Duration.ofSeconds(60));
    assumeTrue(terraform.obstacle().isEmpty(), () -> terraform.obstacle().orElse(""));
  }

  private SandboxedTerraform with(Path binary, Duration within) {
    return new SandboxedTerraform(
        new TerraformSettings(
            binary,
            Optional.empty(),
            work,
            within,
            TerraformSettings.Isolation.SANDBOX,
            Optional.empty(),
            Set.of(),
            Map.of()));
  }

  @Test
  @DisplayName("case 163: exit 2 is a plan, exit 0 is none to make, exit 1 is a failure")
  void tellsPlanNothingAndFailureApart() throws IOException {
    TerraformPlan plan = plan(tree("resource \"terraform_data\" \"a\" {\n  input = \"one\"\n}\n"));
    assertThat(plan.error()).isEmpty();
    assertThat(plan.status()).isEqualTo(Status.PLANNED);
    assertThat(plan.add()).isEqualTo(1);
    assertThat(plan.resources().getFirst().address()).isEqualTo("terraform_data.a");
    assertThat(plan.resources().getFirst().actions()).containsExactly("create");

    assertThat(plan(tree("locals { a = 1 }\n")).status()).isEqualTo(Status.NO_CHANGES);

    TerraformPlan broken = plan(tree("resource \"terraform_data\" \"a\" { input = var.none }\n"));
    assertThat(broken.status()).isEqualTo(Status.FAILED);
    assertThat(broken.error()).contains("undeclared input variable").doesNotContain("\u001b");
    try (Stream<Path> left = Files.list(work)) {
      assertThat(left).as("private folders are gone").isEmpty();
    }
  }

  @Test
  void neverShowsWhatIsSensitive() {
    TerraformPlan plan =
        plan(tree("resource \"terraform_data\" \"a\" { input = sensitive(\"canary-value\") }"));
    assertThat(plan.status()).isEqualTo(Status.PLANNED);
    assertThat(plan.toString()).doesNotContain("canary-value").contains("(sensitive)");
  }

  @Test
  @DisplayName("cases 158, 160: escape sequences and backticks come out as plain text on one line")
  void cleansTheText() {
    TerraformPlan plan =
        plan(tree("resource \"terraform_data\" \"a\" {\n  input = \"\\u001b[31mred\\n```\"\n}\n"));
    assertThat(plan.resources().getFirst().attributes())
        .contains(new TerraformPlan.Attribute("input", "", "red ```"));
  }

  @Test
  void readsModulesBesideTheRootAndTheHostStaysInvisible() {
    MemoryTree tree =
        tree("module \"m\" {\n  source = \"../../modules/m\"\n}\n")
            .with(
                "modules/m/main.tf",
                "resource \"terraform_data\" \"x\" { input = fileexists(\"/etc/passwd\") }");
    TerraformPlan plan = plan(tree);
    assertThat(plan.status()).as(plan.error()).isEqualTo(Status.PLANNED);
    assertThat(plan.resources().getFirst().attributes().toString()).contains("false");
  }

  @Test
  @DisplayName("case 162: a program that ignores SIGINT is ended")
  void endsWhatIgnoresTheInterrupt() throws IOException {
    TerraformPlan plan =
        plan(fake("trap '' INT TERM\nwhile :; do sleep 1; done"), Duration.ofSeconds(1));
    assertThat(plan.status()).isEqualTo(Status.FAILED);
    assertThat(plan.error()).contains("ended after 1 s");
  }

  @Test
  @DisplayName("case 157: 100 MB of output is cut")
  void endsWhatWritesTooMuch() throws IOException {
    TerraformPlan plan = plan(fake("exec head -c 100000000 /dev/zero"), Duration.ofSeconds(30));
    assertThat(plan.status()).isEqualTo(Status.FAILED);
    assertThat(plan.error()).contains("output");
  }

  @Test
  @DisplayName("case 159: output that is not UTF-8 is still told")
  void tellsWhatIsNotUtf8() throws IOException {
    TerraformPlan plan = plan(fake("printf 'a\\377b' >&2; exit 1"), Duration.ofSeconds(30));
    assertThat(plan.error()).isEqualTo("init failed: a\uFFFDb");
  }

  @Test
  @DisplayName("case 155: neither the environment nor the network nor the kernel can be reached")
  void everyEscapeIsBlocked() throws IOException {
    String probes =
        """
        r=
        cat /proc/self/environ | tr '\\0' '\\n' | grep -q JAVA && r="$r environ"
        ls /home >/dev/null 2>&1 && r="$r home"
        ls /etc/shadow >/dev/null 2>&1 && r="$r shadow"
        (echo x > /proc/sys/kernel/core_pattern) 2>/dev/null && r="$r core_pattern"
        (echo x > /src/x) 2>/dev/null && r="$r source"
        (echo x > /usr/x) 2>/dev/null && r="$r usr"
        unshare -Ur true 2>/dev/null && r="$r userns"
        mount -t tmpfs none /tmp 2>/dev/null && r="$r mount"
        [ "$(grep -c : /proc/net/dev)" -gt 1 ] && r="$r net"
        ls /proc | grep -cE '^[0-9]+$' | grep -qE '^[0-9]{3}' && r="$r pids"
        echo "escaped:$r" >&2
        exit 1
        """;
    TerraformPlan plan = plan(fake(probes), Duration.ofSeconds(30));
    assertThat(plan.error()).isEqualTo("init failed: escaped:");
  }

  @Test
  @DisplayName("case 161: a fork bomb hits a limit and nothing of it outlives the plan")
  void aForkBombEnds() throws Exception {
    TerraformPlan plan = plan(fake("b() { b | b & }; b; wait; sleep 60"), Duration.ofSeconds(2));
    assertThat(plan.status()).isEqualTo(Status.FAILED);
    for (ProcessHandle dying : ProcessHandle.current().descendants().toList()) {
      dying.onExit().get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  @DisplayName("cases 148, 149, 152-154, 156: what runs code or leaves the repository is refused")
  void refusesByName() {
    refused("data \"external\" \"x\" {}", "external data source");
    refused("# none\nprovisioner \"local-exec\" {}", "provisioner");
    refused("module \"m\" { source = \"git::https://evil.example/m\" }", "outside the repository");
    MemoryTree plain = tree("locals { a = 1 }");
    refused(BASE, plain.with("infra/dns/.terraformrc", "x"), "dev_overrides");
    refused(BASE, plain.with("infra/dns/terraform-provisioner-local-exec", "x"), "run this file");
    refused(BASE, plain.with("infra/dns/terraform.d/plugins/a/b", "x"), "run this file");
    refused(
        tree("terraform {\n backend \"http\" { address = \"https://a\" }\n}"),
        tree("terraform {\n backend \"http\" { address = \"https://b\" }\n}"),
        "switched");
    refused(plain.with("infra/dns/.terraform.lock.hcl", "x"), plain, "lock file");
    refused(
        BASE,
        plain.with("link", "../../etc".getBytes(StandardCharsets.UTF_8), FileEntry.Mode.SYMLINK),
        "link out of the repository");
  }

  @Test
  @DisplayName("case 151: an unknown provider fails, nothing is fetched")
  void anUnknownProviderFails() {
    TerraformPlan plan = plan(tree("provider \"nowhere\" {}\n"));
    assertThat(plan.status()).isEqualTo(Status.FAILED);
    assertThat(plan.error()).startsWith("init failed");
  }

  @Test
  void asRootItRunsAsTheUserThatIsNamedAndNeverAsRoot() throws IOException {
    assumeTrue(Sandbox.startedByRoot(), "not started by root");
    Path program = fake("stat -c %u /data >&2; exit 1");
    assertThat(as("daemon", program).error()).isEqualTo("init failed: 65534");
    assertThat(work).isDirectoryContaining(program::equals);
    for (String user : List.of("root", "0", "no-such-user")) {
      assertThat(as(user, program).status()).as(user).isEqualTo(Status.REFUSED);
      assertThat(as(user, program).error()).as(user).contains("sandboxUser");
    }
  }

  private TerraformPlan as(String user, Path program) {
    TerraformSettings settings =
        new TerraformSettings(
            program,
            Optional.empty(),
            work,
            Duration.ofSeconds(30),
            TerraformSettings.Isolation.SANDBOX,
            Optional.of(user),
            Set.of(),
            Map.of());
    return new SandboxedTerraform(settings)
        .plan(ChangeSketch.on(BASE).commit("c", tree("locals {}")).change(), ROOT);
  }

  @Test
  void aCommentRefusesNothing() {
    assertThat(plan(tree("# data \"external\" \"x\" {}\n")).status()).isEqualTo(Status.NO_CHANGES);
  }

  @Test
  @DisplayName("case 150: remote-exec, in a resource, in a module, in JSON and beside a connection")
  void refusesRemoteExec() {
    String exec = "provisioner \"remote-exec\" {\n    inline = [\"reboot\"]\n  }";
    String data = "resource \"terraform_data\" \"a\" {\n  " + exec + "\n}\n";
    refused(data, "provisioner");
    refused(
        "resource \"terraform_data\" \"a\" {\n  connection {\n    host = \"10.0.0.1\"\n  }\n  "
            + exec
            + "\n}\n",
        "provisioner");
    refused(
        BASE,
        tree("module \"m\" {\n  source = \"../m\"\n}\n").with("infra/m/a.tf", data),
        "infra/m/a.tf");
    String json =
        "{\"resource\":{\"terraform_data\":{\"a\":{\"provisioner\":{\"remote-exec\":"
            + "{\"inline\":[\"reboot\"]}}}}}}";
    refused(BASE, tree("locals {}\n").with("infra/dns/x.tf.json", json), "x.tf.json");
  }

  private void refused(String configuration, String why) {
    refused(BASE, tree(configuration), why);
  }

  private void refused(MemoryTree before, MemoryTree after, String why) {
    TerraformPlan plan = terraform.plan(ChangeSketch.on(before).commit("c", after).change(), ROOT);
    assertThat(plan.status()).isEqualTo(Status.REFUSED);
    assertThat(plan.error()).contains(why);
  }

  private static MemoryTree tree(String configuration) {
    return BASE.with(ROOT + "/main.tf", configuration);
  }

  private TerraformPlan plan(MemoryTree tree) {
    return terraform.plan(ChangeSketch.on(BASE).commit("c", tree).change(), ROOT);
  }

  private TerraformPlan plan(Path program, Duration within) {
    return with(program, within)
        .plan(ChangeSketch.on(BASE).commit("c", tree("locals {}")).change(), ROOT);
  }

  /** A program in terraform's place, as a hostile provider would be. */
  private Path fake(String script) throws IOException {
    Path program = work.resolve("program");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(List.of(program)).allMatch(Files::isExecutable);
    return program;
  }
}
