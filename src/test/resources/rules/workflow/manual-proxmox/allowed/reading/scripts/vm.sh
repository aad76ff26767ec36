#!/bin/sh
qm list
pvesh get /nodes
