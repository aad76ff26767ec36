package dev.tidegate.manifest.exec;

import static dev.tidegate.manifest.exec.ExecutablesTest.found;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Commands that Terraform runs: provisioners, external data, hooks. */
final class TerraformExecutablesTest {
  @Test
  void readsTerraformProvisioners() {
    String terraform =
        """
        # command = "kubectl apply"
        resource "null_resource" "x" {
          provisioner "local-exec" {
            command = "kubectl apply -f x"
          }
          provisioner "remote-exec" {
            inline = ["k1", "k2 y"]
          }
          provisioner "local-exec" {
            command = <<-EOT
              k3 z
            EOT
          }
        }
        output "hint" { value = "kubectl apply" }
        variable "command" { default = "kubectl apply" }
        """;
    assertThat(found("main.tf", terraform))
        .containsExactly("kubectl apply -f x 4:16", "k1 7:16", "k2 y 7:22", "k3 z 11:7");
  }

  @Test
  void readsTerraformAsItIsParsed() {
    String terraform =
        """
        locals {
          verb = "apply"
          tool = join(" ", ["kubectl", "-n", var.ns])
        }
        resource "terraform_data" "x" {
          provisioner "local-exec" {
            command = "${local.tool} ${local.verb} -f ${path.module}/a.yaml"
          }
          provisioner "local-exec" {
            command = var.stage == "x" ? "k1 a" : "k2 b"
          }
          provisioner "local-exec" {
            command = <<EOT
              ${var.tool} k
              k3 "${var.x}" c
            EOT
          }
        }
        data "external" "e" {
          program = ["k4", "${path.module}/x", "d"]
        }
        resource "x" "y" {
          note = "provisioner \\"local-exec\\" { command = \\"k9 z\\" }"
          doc  = <<EOT
        provisioner "local-exec" {
          command = "k9 z"
        }
        EOT
        }
        """;
    assertThat(found("main.tf", terraform))
        .containsExactly(
            "kubectl -n ${x} apply -f ${x}/a.yaml 3:22",
            "k1 a 10:35",
            "k2 b 10:44",
            "k3 ${x} c 15:7",
            "k4 ${x}/x d 20:15");
    assertThat(
            found(
                "x.tf.json",
                "{\"resource\":{\"a\":{\"b\":{\"provisioner\":{\"local-exec\":{\"command\":\"k1 a\"}}}}}}"))
        .hasSize(1);
    assertThat(
            found(
                "terragrunt.hcl",
                "terraform {\n after_hook \"x\" {\n execute = [\"k1\", \"a\"]\n}\n}"))
        .containsExactly("k1 a 3:14");
  }

  @Test
  void configurationThatCannotBeReadIsNotCalledHarmless() {
    Executables.Reading broken =
        Executables.of("m.tf", "resource \"a\" \"b\" {\n  provisioner \"local-exec\" {\n");
    assertThat(broken.complete()).isFalse();
    assertThat(broken.trouble().orElseThrow().line()).isEqualTo(2);
    assertThat(Executables.of("m.tf", "resource \"a\" \"b\" {\n").complete()).isTrue();
  }
}
