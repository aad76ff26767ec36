terraform {
  required_providers {
    time = { source = "hashicorp/time" }
    # talos = { source = "siderolabs/talos" }
  }
}
