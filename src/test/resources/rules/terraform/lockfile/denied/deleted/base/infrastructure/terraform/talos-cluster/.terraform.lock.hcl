provider "registry.terraform.io/hashicorp/time" {
  version = "0.14.2"
  hashes  = ["h1:checksum"]
}
