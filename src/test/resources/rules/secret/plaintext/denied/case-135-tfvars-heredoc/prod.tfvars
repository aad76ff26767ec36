name = "a"
db_password = <<EOT
@@weak-password@@
EOT
