#!/bin/sh
kubectl get pods -n ai-platform
kubectl -n apply describe pod create
kubectl diff -f deployment.yaml
kubectl create configmap a --from-file=a --dry-run=client -o yaml > a.yaml
kubectl rollout status deployment/litellm
helm template ./chart
echo "kubectl apply -f deployment.yaml"
