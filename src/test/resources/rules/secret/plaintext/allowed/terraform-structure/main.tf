variable "db_password" {
  type        = string
  sensitive   = true
  description = "The password of the database: set it as TF_VAR_db_password"
  validation {
    condition     = length(var.db_password) > 12 && var.db_password != "Tr4-invented-here!x"
    error_message = "The password is too short."
  }
}
locals {
  password      = local.generated[0].result
  db_password   = var.stage == "production-eu1" ? var.given : random_password.db[count.index].result
  client_secret = data.infisical_secrets.all.secrets["CLIENT_SECRET_1"].value
  api_token     = "${var.prefix}-${var.token}"
  private_key   = file("${path.module}/keys/deploy-1.pem")
  secret_key    = join("", [var.a, "-", var.b])
  tokens        = [for t in var.tokens : t.value if t.kind == "deploy-Key1"]
  password_hash = bcrypt(var.password)
  admin_token   = lookup(var.tokens, "admin-Token-77", "")
  pass_command  = <<-EOT
    export DB_PASSWORD="$${DB_PASSWORD}"
    export TOKEN=${var.token}
  EOT
}
output "kube_token" {
  value     = module.cluster.token
  sensitive = true
}
