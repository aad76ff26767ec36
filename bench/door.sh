#!/usr/bin/env bash
# The door: the real `serve` with its real inbox; deliveries name a repository that is not configured, so
# that routing is measured and no story runs. Sourced by bench/run.
set -euo pipefail
: "${work:?start bench/run}" "${jdk:?}" "${jar:?}"

seconds=${BENCH_SECONDS:-8}
warm=${BENCH_WARM:-40}
port=${BENCH_PORT:-18080}
admin=$((port + 1))
other=$((port + 2))
secret=bench

load() { "$jdk/bin/java" -XX:+UseSerialGC -cp "$work/classes" Load "$@"; }
ours() { load "$port" /webhooks/github "$secret" "$@"; }
# webhook answers first and runs its commands afterwards: for seconds after a measurement it still takes both
# cores. Whoever is measured next has to wait until that is over.
theirs() {
  load "$other" /hooks/gate "$secret" "$@"
  local before now
  before=$(spent "$webhook")
  for _ in $(seq 120); do
    sleep 1
    now=$(spent "$webhook")
    [ $((now - before)) -gt 5 ] || break
    before=$now
  done
}
# CPU of a process and its ended children, in ticks.
spent() { awk '{ print $14 + $15 + $16 + $17 }' "/proc/$1/stat"; }
memory() { awk -v key="$2:" '$1 == key { print int($2 / 1024) }' "/proc/$1/status"; }
# The line of three with the middle first number.
middle() { sort -n "$1" | sed -n 2p; }
# Waits until every stored delivery is settled, five minutes at most: "HOW_MANY_AT_FIRST MILLISECONDS|never",
# and until the disk has what was written.
settle() {
  "$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes:$jar" \
    Backlog "$work/state/tidegate.db" 300
  sync
}

door() {
  local gate webhook='' body signature started first rest rate p50 p99 max answers beside peak flood
  cat >"$work/tidegate.yaml" <<YAML
server: { listen: "127.0.0.1:$port", adminListen: "127.0.0.1:$admin" }
state: { directory: $work/state }
github:
  apiUrl: http://127.0.0.1:9
  webUrl: http://127.0.0.1:9
  token: { env: GITHUB_TOKEN }
  webhookSecrets: [ { env: WEBHOOK_SECRET } ]
repositories: [ { name: acme/gitops, branch: main } ]
YAML
  body='{"zen":"x","hook":{"events":[]},"repository":{"full_name":"acme/other"}}'
  signature=$(printf '%s' "$body" | openssl dgst -sha256 -hmac "$secret" | sed 's/.* //')

  started=$(millis)
  GITHUB_TOKEN=none WEBHOOK_SECRET=$secret ./tidegate serve --config "$work/tidegate.yaml" >"$work/serve.log" 2>&1 &
  gate=$!
  pids+=("$gate")
  until [ "$(curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -H 'X-GitHub-Event: ping' \
    -H "X-GitHub-Delivery: $(cat /proc/sys/kernel/random/uuid)" -H 'X-GitHub-Hook-ID: 1' \
    -H "X-Hub-Signature-256: sha256=$signature" -d "$body" "http://127.0.0.1:$port/webhooks/github")" = 202 ]; do
    kill -0 "$gate" 2>/dev/null || { cat "$work/serve.log" >&2; exit 1; }
  done
  first=$(($(millis) - started))
  sleep 3
  rest=$(memory "$gate" VmRSS)

  beside='webhook is not installed'
  if command -v webhook >/dev/null; then
    cat >"$work/hooks.json" <<JSON
[{"id":"gate","execute-command":"/bin/true","trigger-rule":{"match":{"type":"payload-hmac-sha256","secret":"$secret","parameter":{"source":"header","name":"X-Hub-Signature-256"}}}}]
JSON
    webhook -hooks "$work/hooks.json" -ip 127.0.0.1 -port "$other" >"$work/webhook.log" 2>&1 &
    webhook=$!
    pids+=("$webhook")
    sleep 1
    beside="webhook: $(memory "$webhook" VmRSS) MB"
  fi
  row "start to first accepted delivery, AOT cache" "$first ms" "<= 1000 ms" "-"
  row "memory at rest (RSS)" "$rest MB" "<= 200 MB" "$beside"

  # Both are warmed alike, until the compiler has caught up with a server that runs for weeks; each is measured
  # while the other is idle and its lanes are empty, in turns.
  ours "$warm" 64 0 true >/dev/null
  settle >/dev/null
  [ -z "$webhook" ] || theirs "$warm" 64 0 true >/dev/null
  : >"$work/ours"
  : >"$work/theirs"
  for _ in 1 2 3; do
    ours "$seconds" 64 0 true >>"$work/ours"
    settle >/dev/null
    [ -z "$webhook" ] || theirs "$seconds" 64 0 true >>"$work/theirs"
  done
  read -r rate _ p99 _ answers <<<"$(middle "$work/ours")"
  beside='webhook is not installed'
  if [ -n "$webhook" ]; then
    read -r max _ _ _ <<<"$(middle "$work/theirs")"
    beside="webhook with /bin/true: $max/s, $(ratio "$rate" "$max")"
  fi
  row "durable accepts, 8 KB, 64 connections" "$rate/s, p99 $p99 ms, $answers" ">= 2.00x" "$beside"

  read -r rate p50 p99 _ answers <<<"$(ours "$seconds" 16 200 true)"
  settle >/dev/null
  if [ -n "$webhook" ]; then
    read -r _ _ max _ <<<"$(theirs "$seconds" 16 200 true)"
    beside="webhook: p99 $max ms, $(ratio "$p99" "$max")"
  fi
  row "latency at 200/s" "p50 $p50, p99 $p99 ms, $answers" "p99 <= 20 ms" "$beside"

  # Beyond 20 a second the refusals are held back: the sender's own rate falls, which is the point.
  ours $((seconds + 3)) 256 20000 false >"$work/flood" &
  flood=$!
  sleep 1
  read -r _ p50 p99 _ answers <<<"$(ours "$seconds" 8 100 true)"
  wait "$flood"
  read -r rate _ <"$work/flood"
  settle >/dev/null
  if [ -n "$webhook" ]; then
    theirs $((seconds + 3)) 256 20000 false >"$work/flood" &
    flood=$!
    sleep 1
    read -r _ _ max _ <<<"$(theirs "$seconds" 8 100 true)"
    wait "$flood"
    read -r first _ <"$work/flood"
    beside="webhook: p99 $max ms beside $first/s"
  fi
  row "good ones beside $rate bad signatures/s" "p50 $p50, p99 $p99 ms, $answers" "p99 <= 50 ms" "$beside"

  read -r rate _ p99 _ answers <<<"$(ours "$seconds" 1500 0 true)"
  read -r first started <<<"$(settle)"
  peak=$(memory "$gate" VmHWM)
  row "overload, 1,500 connections" "$rate/s, p99 $p99 ms, $answers" "202 and 503" "-"
  row "  memory at most" "$peak MB" "bounded" "-"
  row "  catching up with what was stored" "$first open, none after $started ms" "all" "-"
  read -r rate p50 p99 _ answers <<<"$(ours "$seconds" 16 200 true)"
  row "  and at 200/s afterwards" "p50 $p50, p99 $p99 ms, $answers" "p99 <= 20 ms" "-"
  kill "$gate" ${webhook:+"$webhook"}
}
