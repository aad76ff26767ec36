#!/bin/sh
kubectl edit deployment litellm
