locals {
  machine_patch = templatefile("${path.module}/patches/machine.yaml", { cluster = "agentic" })
}
