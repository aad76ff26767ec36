variable "proxmox_api_token" {
  type      = string
  sensitive = true
}
resource "random_password" "db" { length = 20 }
resource "x" "y" {
  password     = random_password.db.result
  api_token    = var.proxmox_api_token
  secret_name  = "app-db"
  token_ttl    = 3600
  client_secret = data.infisical_secrets.a.secrets["CLIENT_SECRET"].value
}
output "password" { value = random_password.db.result }
