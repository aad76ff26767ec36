# This file is maintained automatically by "terraform init".
# The built-in terraform_data needs no entry.
