#!/bin/sh
terraform init -lockfile=readonly
terraform plan -destroy -out=agentic.plan
terraform validate && terraform fmt -check
terraform state list
terraform output -raw kubeconfig_path
