export PASSWORD="$(cat /run/secrets/p)"
TOKEN=${TOKEN:-}
