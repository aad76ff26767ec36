#!/bin/sh
set -eu
# kubectl apply -f comment.yaml
kubectl apply -f deployment.yaml
sudo kubectl -n ai-platform edit deployment litellm
KUBECONFIG=generated/kubeconfig kubectl create secret generic my-secret
kustomize build kubernetes | kubectl apply -f -
