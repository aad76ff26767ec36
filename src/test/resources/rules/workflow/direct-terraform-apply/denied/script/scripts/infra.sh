#!/bin/sh
terraform apply
terraform -chdir=infrastructure/terraform/talos-cluster apply -auto-approve
tofu destroy -auto-approve
terraform state rm terraform_data.node
