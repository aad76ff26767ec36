provider "registry.terraform.io/hashicorp/null" {
  hashes = ["h1:@@base64-32@@", "zh:@@hex64@@"]
}
