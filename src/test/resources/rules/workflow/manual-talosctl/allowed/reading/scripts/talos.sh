#!/bin/bash
talosctl -n 10.20.0.40 get members
talosctl health
talosctl etcd status
talosctl -n 10.20.0.40 apply-config --dry-run -f a.yaml
talosctl validate -c a.yaml -m metal
