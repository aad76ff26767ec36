#!/bin/sh
qm create 9000 --name talos-agentic
