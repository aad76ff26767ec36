#!/bin/bash
talosctl patch mc --nodes 10.20.0.40 -p '[]'
talosctl -n 10.20.0.40 apply-config --file generated/controlplane.yaml
talosctl etcd remove-member a
