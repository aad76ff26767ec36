provider "registry.terraform.io/hashicorp/time" {
  version = "0.14.2"
}
