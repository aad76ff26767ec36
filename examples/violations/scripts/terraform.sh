#!/bin/sh
terraform apply
