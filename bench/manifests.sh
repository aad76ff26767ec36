#!/usr/bin/env bash
# Manifests: the rule `k8s/schema` over generated objects of 40 kinds, custom resources among them, warm and on
# all cores, read and parsed each time; kubeconform on the same files with the same schemas. kubeconform is a
# process: what it needs for one object of each kind is taken off, so that its start does not count.
# Sourced by bench/run.
#
#   BENCH_CONTRACTS   folder with kubernetes/ and crds/, schemas to make the objects from (default ../shared/contracts)
#   BENCH_MANIFESTS   how many objects (default 11000)
set -euo pipefail
: "${work:?start bench/run}" "${jdk:?}" "${jar:?}"

contracts=${BENCH_CONTRACTS:-../shared/contracts}
objects=${BENCH_MANIFESTS:-11000}
kubeconform=$(command -v kubeconform || true)
[ -n "$kubeconform" ] || { [ ! -x ~/go/bin/kubeconform ] || kubeconform=~/go/bin/kubeconform; }

# FOLDER: its summary; "milliseconds invalid" on the last line
conformed() {
  local started said
  started=$(millis)
  said=$("$kubeconform" -n "$(nproc)" -strict -summary \
    -schema-location "$work/manifests/schemas/{{.ResourceKind}}{{.KindSuffix}}.json" "$1" 2>&1) || true
  started=$(($(millis) - started))
  [[ $said == *"Errors: 0, Skipped: 0"* ]] || { echo "bench: kubeconform: ${said: -200}" >&2; return 1; }
  echo "$started $(sed -nE 's/.*Invalid: ([0-9]+).*/\1/p' <<<"$said" | tail -n 1)"
}

manifests() {
  local kinds cold rate found start took refused beside="kubeconform not found" first="-"
  [ -d "$contracts/crds" ] || { echo "bench: manifests needs schemas; set BENCH_CONTRACTS" >&2; return 0; }
  kinds=$("$jdk/bin/java" --sun-misc-unsafe-memory-access=allow -cp "$work/classes:$jar" Documents "$contracts" "$work/manifests" "$objects")
  read -r cold rate found <<<"$("$jdk/bin/java" --sun-misc-unsafe-memory-access=allow -cp "$work/classes:$jar" Schema \
    "$work/manifests/first" "$work/manifests/all" "$objects" 15)"
  if [ -n "$kubeconform" ]; then
    for _ in 1 2 3; do conformed "$work/manifests/first"; done >"$work/starts"
    for _ in 1 2 3; do conformed "$work/manifests/all"; done >"$work/whole"
    read -r start _ <<<"$(middle "$work/starts")"
    read -r took refused <<<"$(middle "$work/whole")"
    took=$(((objects - kinds) * 1000 / (took > start ? took - start : 1)))
    beside="kubeconform: $took/s, $refused refused, $(ratio "$rate" "$took")"
    first="kubeconform: $start ms"
  fi
  row "$objects manifests of $kinds kinds, warm" "$rate/s, $found findings" ">= 2.00x" "$beside"
  row "  cold, one of each kind, no AOT cache" "$cold ms" "apart" "$first"
}
