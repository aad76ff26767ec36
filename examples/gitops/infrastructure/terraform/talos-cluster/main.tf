terraform {
  required_version = ">= 1.6"
}

variable "nodes" {
  description = "Address of each Talos node, by name."
  type        = map(string)
  default = {
    agentic-1 = "10.20.0.40"
    agentic-2 = "10.20.0.41"
  }
}

# Stands for the virtual machine; terraform_data is built in, so a plan needs no provider.
resource "terraform_data" "node" {
  for_each = var.nodes
  input = {
    name    = each.key
    address = each.value
    config  = sha256(local.machine_patch)
  }
}

output "nodes" {
  value = [for node in terraform_data.node : node.output.address]
}
