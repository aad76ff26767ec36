#!/bin/sh
qm create 100 --name talos
pvesh create /nodes/pve/qemu -vmid 101
pct create 102 local:vztmpl/debian
