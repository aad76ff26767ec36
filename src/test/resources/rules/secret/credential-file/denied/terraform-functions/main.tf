resource "local_file" "kubeconfig" {
  filename = "kubeconfig"
  content = yamlencode({
    clusters = [{ name = "prod" }]
    users    = [{ name = "admin", user = { client-key-data = "@@kube-client-key@@" } }]
  })
}
