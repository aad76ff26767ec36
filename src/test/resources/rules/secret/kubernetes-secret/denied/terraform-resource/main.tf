resource "kubernetes_secret_v1" "app" {
  metadata {
    name = "app"
  }
  data = {
    login = "@@password@@"
    other = var.other
  }
}
resource "kubernetes_manifest" "x" {
  manifest = {
    apiVersion = "v1"
    kind       = "Secret"
    metadata   = { name = "two" }
    stringData = { login = "@@password#2@@" }
  }
}
resource "kubectl_manifest" "y" {
  yaml_body = <<-EOT
    apiVersion: v1
    kind: Secret
    metadata:
      name: three
    stringData:
      login: @@password#3@@
  EOT
}
