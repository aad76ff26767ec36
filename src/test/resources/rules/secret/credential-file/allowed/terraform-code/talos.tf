resource "local_file" "kubeconfig" {
  content = talos_cluster_kubeconfig.a.kubeconfig_raw
}
locals {
  patch = <<EOT
machine:
  token: ${var.token}
EOT
}
