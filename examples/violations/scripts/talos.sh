#!/bin/sh
talosctl patch mc --nodes 10.20.0.40 -p '[]'
