terraform {
  required_providers {
    pve = {
      # source = "telmate/proxmox"
      source  = "bpg/proxmox"
      version = ">= 0.60, < 1.0"
    }
  }
}
resource "proxmox_virtual_environment_vm" "node" {
  provider = pve
  notes    = "resource \"aws_instance\" \"x\" {}"
}
output "hint" {
  value = <<EOT
provider "google" {
}
EOT
}
