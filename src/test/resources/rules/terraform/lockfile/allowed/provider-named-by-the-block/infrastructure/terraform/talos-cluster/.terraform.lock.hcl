# This file is maintained automatically by "terraform init".

provider "registry.terraform.io/bpg/proxmox" {
  version     = "0.66.3"
  constraints = ">= 0.60.0, < 1.0.0"
  hashes = [
    "h1:0000000000000000000000000000000000000000000=",
  ]
}
