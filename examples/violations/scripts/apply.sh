#!/bin/sh
kubectl apply -f deployment.yaml
