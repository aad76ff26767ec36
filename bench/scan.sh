#!/usr/bin/env bash
# The audit of a whole history from cold: `tidegate check --history`, and gitleaks on the same repository right
# after it: a generated one of some 30,000 contents, most of them an edit of the one before; the sources of java.base,
# each content new; and Tidegate's own. Sourced by bench/run.
#
#   BENCH_HISTORY   commits of the generated repository (default 10000)
set -euo pipefail
: "${work:?start bench/run}" "${jdk:?}" "${jar:?}"

gitleaks=$(command -v gitleaks || true)
[ -n "$gitleaks" ] || { [ ! -x ~/go/bin/gitleaks ] || gitleaks=~/go/bin/gitleaks; }

# NAME COMMAND...: wall seconds, CPU seconds and peak MB into $work/NAME.time
timed() {
  local name=$1 code=0
  shift
  /usr/bin/time -f '%e %U %S %M' -o "$work/$name.raw" "$@" >"$work/$name.out" 2>"$work/$name.err" || code=$?
  # 1: found something.
  [ "$code" -le 1 ] || { echo "bench: $1 ended with $code: $(tail -n 1 "$work/$name.err")" >&2; return 1; }
  tail -n 1 "$work/$name.raw" | awk '{ printf "%.1f %.1f %.0f\n", $1, $2 + $3, $4 / 1024 }' >"$work/$name.time"
}

# WHAT DIR
audited() {
  local beside="gitleaks not found" wall cpu mb gwall gcpu gmb
  timed tidegate ./tidegate check "$2" --history --format json
  read -r wall cpu mb <"$work/tidegate.time"
  if [ -n "$gitleaks" ]; then
    timed gitleaks "$gitleaks" git --no-banner --report-format json --report-path "$work/leaks.json" "$2"
    read -r gwall gcpu gmb <"$work/gitleaks.time"
    beside="gitleaks $gwall s, $gcpu s CPU, $gmb MB: $(ratio "$wall" "$gwall") wall, $(ratio "$cpu" "$gcpu") CPU"
  fi
  row "history of $1" "$wall s, $cpu s CPU, $mb MB" "0.20x, 200 MB" "$beside"
  [ -z "$gitleaks" ] ||
    "$jdk/bin/java" -cp "$work/classes:$jar" Leaks "$work/tidegate.out" "$work/leaks.json"
}

# DIR: a history in which every commit adds a package
grown() {
  local package
  mkdir "$1"
  (cd "$1" && "$jdk/bin/jar" xf "$jdk/lib/src.zip" java.base)
  git -C "$1" init -q -b main
  git -C "$1" config user.name bench
  git -C "$1" config user.email bench@example.com
  for package in "$1"/java.base/*/*; do
    git -C "$1" add -- "$package"
    git -C "$1" commit -q -m "feat: add $(basename "$package")"
  done
  git -C "$1" repack -adq
}

scan() {
  [ -x /usr/bin/time ] || { echo "bench: scan needs /usr/bin/time (package time)" >&2; return 0; }
  "$jdk/bin/java" -cp "$work/classes" LongHistory "$work/long" "${BENCH_HISTORY:-10000}"
  audited "$(git -C "$work/long" rev-list --all --objects | wc -l) objects" "$work/long"
  if [ -r "$jdk/lib/src.zip" ]; then
    grown "$work/grown"
    audited "java.base, $(git -C "$work/grown" rev-list --all --objects | wc -l) objects" "$work/grown"
  else
    row "history of java.base" "this JDK has no lib/src.zip" "0.20x, 200 MB" "-"
  fi
  git clone -q --mirror . "$work/own.git"
  audited "Tidegate itself" "$work/own.git"
}
