name = "a"
kubeconfig = <<-EOT
  @@kubeconfig@@
  EOT
ssh = <<EOT
@@private-key-ec@@
EOT
