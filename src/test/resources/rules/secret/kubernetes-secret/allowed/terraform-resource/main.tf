resource "kubernetes_secret_v1" "app" {
  metadata {
    name = "app"
  }
  data = {
    login = random_password.x.result
    url   = "postgres://${var.user}:${var.password}@db"
  }
}
data "kubernetes_secret" "app" {
  metadata { name = "app" }
}
