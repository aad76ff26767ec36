provider "proxmox" {
  endpoint  = "https://pve:8006"
  api_token = "@@proxmox-token@@"
}
variable "password" {
  default = var.other
}
locals { db_password = "@@weak-password@@" }
