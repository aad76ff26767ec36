region      = "eu-central-1"
secret_name = "app-db"
token_ttl   = 3600
