variable "db_password" {
  type    = string
  default = "@@password@@"
}
variable "logins" {
  default = [{ user = "a", password = "@@password#2@@" }]
}
locals {
  api_token = var.stage == "prod" ? var.token : "@@random32@@"
  auth = {
    "admin_password" : base64encode("@@password#3@@"),
    (local.client_secret) = var.x
  }
}
resource "helm_release" "x" {
  set {
    name  = "auth.rootPassword"
    value = "@@password#4@@"
  }
  values = [jsonencode({ db = { password = "@@password#5@@" } }), <<-EOT
    # ${local.x}
    db:
      host: ${var.host}
      adminPassword: @@password#6@@
  EOT
  ]
}
resource "x" "y" {
  user_data = templatefile("${path.module}/init.tftpl", {
    db_password = coalesce(var.given, "@@password#7@@")
  })
  client_secret = "${"@@random32#2@@"}" // plain
  // password = "@@password#8@@"
}
/* api_token: @@random32#3@@
*/
