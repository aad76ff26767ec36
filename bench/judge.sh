#!/usr/bin/env bash
# The judge: pull requests of growing size, and the largest again behind a long history. Cold is a whole
# process of `tidegate check --range`; warm is the same call again in one process. Sourced by bench/run.
set -euo pipefail
: "${work:?start bench/run}" "${jdk:?}" "${jar:?}"

# HISTORY COMMITS FILES GOAL [ROUNDS]
judged() {
  local dir=$work/judged-$1-$2 started cold code=0 git warm verdict files
  "$jdk/bin/java" -cp "$work/classes" History "$dir" "$1" "$2" "$3"
  started=$(millis)
  ./tidegate check "$dir" --range main..change --format json >"$work/verdict.json" || code=$?
  cold=$(($(millis) - started))
  # 0 allowed, 1 denied, 3 needs a human: all judged. 2 could not.
  [ "$code" -ne 2 ] || { echo "bench: could not judge $dir" >&2; exit 1; }
  verdict=$(sed -E 's/.*"verdict" ?: ?"([a-z-]+)".*/\1/;q' "$work/verdict.json")
  files=$(grep -oE '"files" ?: ?[0-9]+' "$work/verdict.json" | grep -oE '[0-9]+$')
  started=$(millis)
  git -C "$dir" log -p --no-ext-diff --no-textconv main..change >/dev/null
  git=$(($(millis) - started))
  warm=$("$jdk/bin/java" -XX:+UseSerialGC --enable-native-access=ALL-UNNAMED -cp "$work/classes:$jar" \
    dev.tidegate.Warm "$dir" main..change "${5:-5}")
  row "$2 commits, $3 files, history $1" "cold $cold, warm $warm ms; $files $verdict" "$4" \
    "git log -p: $git ms, warm $(ratio "$warm" "$git")"
  rm -rf "$dir"
}

judge() {
  # A typical push, in the layout of examples/gitops: the median of many, once the code is warm.
  judged 1000 1 20 "<= 50 ms warm" 300
  judged 1000 300 1000 "linear"
  judged 1000 1500 5000 "linear"
  judged 1000 3000 10000 "<= 10000 ms"
  judged 20000 3000 10000 "the same"
}
