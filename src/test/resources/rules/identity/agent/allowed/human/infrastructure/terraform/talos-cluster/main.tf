locals {
  memory = 4096
}
