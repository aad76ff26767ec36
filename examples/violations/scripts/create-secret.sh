#!/bin/sh
kubectl create secret generic my-secret
