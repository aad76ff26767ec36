#!/usr/bin/env bash
# The audit of a whole history from cold: `tidegate check --history`, and gitleaks on the same repository right
# after it: a generated one of some 30,000 contents, and Tidegate's own. Sourced by bench/run.
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

scan() {
  [ -x /usr/bin/time ] || { echo "bench: scan needs /usr/bin/time (package time)" >&2; return 0; }
  "$jdk/bin/java" -cp "$work/classes" LongHistory "$work/long" "${BENCH_HISTORY:-10000}"
  audited "$(git -C "$work/long" rev-list --all --objects | wc -l) objects" "$work/long"
  git clone -q --mirror . "$work/own.git"
  audited "Tidegate itself" "$work/own.git"
}
