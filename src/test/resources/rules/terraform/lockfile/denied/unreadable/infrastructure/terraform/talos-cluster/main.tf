terraform {
  required_providers {
    talos = { source = "siderolabs/talos" }
  }
}
locals {
  note = <<-EOT
    never closed
}
