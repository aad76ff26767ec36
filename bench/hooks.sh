#!/usr/bin/env bash
# Pushes through git's own hooks: whole pushes without a hook, through the daemon, through a process of its own
# and through a script around gitleaks, in turn; more commits, longer histories, many at once. Sourced by bench/run.
set -euo pipefail
: "${work:?start bench/run}"

BENCH_PUSHES=${BENCH_PUSHES:-9}
BENCH_CROWD=${BENCH_CROWD:-200}
export GIT_CONFIG_GLOBAL=/dev/null GIT_AUTHOR_NAME=Ada GIT_AUTHOR_EMAIL=ada@example.com
export GIT_COMMITTER_NAME=Ada GIT_COMMITTER_EMAIL=ada@example.com

median() { sort -n | awk '{ a[NR] = $1 } END { print a[int((NR + 1) / 2)] }'; }
percentile() { sort -n | awk -v p="$1" '{ a[NR] = $1 } END { i = int(NR * p / 100 + 0.999); print a[i < 1 ? 1 : i] }'; }

# DIR COMMITS: a bare repository with that history and 3,000 refs, made by fast-import.
history_of() {
  git init -q --bare -b main "$1"
  awk -v n="$2" 'BEGIN {
    for (i = 1; i <= n; i++) {
      printf "commit refs/heads/main\nmark :%d\ncommitter Ada <ada@example.com> %d +0000\ndata 11\nAdd a note\n", i, 1600000000 + i
      if (i > 1) printf "from :%d\n", i - 1
      printf "M 100644 inline notes/n%d.md\ndata 8\n# Note\n\n\n", i % 500
    }
    for (i = 1; i <= 3000; i++) printf "reset refs/heads/b%d\nfrom :%d\n\n", i, 1 + (i * 7) % n
  }' | git -C "$1" fast-import --quiet
  git -C "$1" pack-refs --all
}

# BARE COMMITS FILES: a clone with that many new commits, and that many files over them.
change_for() {
  local dir=$1.work
  git clone -q --no-local --single-branch -b main "$1" "$dir"
  git -C "$dir" config user.name Ada
  git -C "$dir" config user.email ada@example.com
  awk -v n="$2" -v files="$3" -v tip="$(git -C "$dir" rev-parse main)" 'BEGIN {
    for (i = 1; i <= n; i++) {
      printf "commit refs/heads/change\nmark :%d\ncommitter Ada <ada@example.com> %d +0000\ndata 18\nAdd one more chart\n", i, 1700000000 + i
      if (i == 1) printf "from %s\n", tip; else printf "from :%d\n", i - 1
      while (f * n < files * i && f < files) {
        f++
        text = sprintf("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c%d\ndata:\n  colour: blue\n", f)
        printf "M 100644 inline kubernetes/applications/a%d/cm.yaml\ndata %d\n%s\n", f, length(text), text
      }
    }
  }' | git -C "$dir" fast-import --quiet
  echo "$dir"
}

# BARE WORK: one push to a new branch in milliseconds; the branch is deleted again, hooks aside.
one_push() {
  local started took
  started=$(millis)
  git -C "$2" push -q "$1" change:refs/heads/new 2>"$work/push.err" || { cat "$work/push.err" >&2; exit 1; }
  took=$(($(millis) - started))
  git -C "$1" update-ref -d refs/heads/new
  echo "$took"
}

hook_is() {
  rm -f "$1/hooks/pre-receive"
  case $2 in
    none) ;;
    daemon) export TIDEGATE_HOOKD=use; ln -s "$PWD/hooks/pre-receive" "$1/hooks/pre-receive" ;;
    process) export TIDEGATE_HOOKD=off; ln -s "$PWD/hooks/pre-receive" "$1/hooks/pre-receive" ;;
    gitleaks)
      cat >"$1/hooks/pre-receive" <<'EOT'
#!/bin/sh
while read -r old new ref; do
  gitleaks git --no-banner --log-level=error --log-opts="$new --not --all" . || exit 1
done
EOT
      chmod +x "$1/hooks/pre-receive"
      ;;
  esac
}

# BARE WORK WAYS...: medians in turn, so that all meet the same noise.
ways() {
  local bare=$1 dir=$2 way i
  shift 2
  for way; do : >"$work/way.$way"; done
  for ((i = 0; i <= BENCH_PUSHES; i++)); do
    for way; do
      hook_is "$bare" "$way"
      one_push "$bare" "$dir" >"$work/last"
      [ "$i" -eq 0 ] || cat "$work/last" >>"$work/way.$way"
    done
  done
}

hooks() {
  local bare dir base way kinds goal n
  export TIDEGATE_SOCKET=$work/hookd/s TIDEGATE_STATE=$work/hookstate TIDEGATE_HOOK_BUDGET=${BENCH_BUDGET:-3}
  ./tidegate hookd --socket "$TIDEGATE_SOCKET" --idle 0 >"$work/hookd.log" 2>&1 &
  pids+=($!)
  local daemon=$!
  for ((n = 0; n < 100; n++)); do [ -S "$TIDEGATE_SOCKET" ] && break; sleep 0.1; done
  kinds="none daemon process"
  command -v gitleaks >/dev/null && kinds="$kinds gitleaks"

  bare=$work/bench.git
  history_of "$bare" 10000
  dir=$(change_for "$bare" 3 20)
  # shellcheck disable=SC2086
  ways "$bare" "$dir" $kinds
  base=$(median <"$work/way.none")
  for way in $kinds; do
    goal="-"
    [ "$way" != daemon ] || goal="+150 ms"
    [ "$way" != process ] || goal="+500 ms"
    n=$(median <"$work/way.$way")
    row "push, 3 commits, 20 files, 3,000 refs: $way" "$n ms, added $((n - base))" "$goal" "no hook: $base ms"
  done
  # As on a server that has no usable home.
  (
    export HOME=/nonexistent XDG_STATE_HOME=''
    ways "$bare" "$dir" none process
    row "the same, process, without a HOME" "$(median <"$work/way.process") ms" "+500 ms" "no hook: $(median <"$work/way.none") ms"
  )
  rm -rf "$dir"

  # Room to finish, so that there is a number even where it is over the goal.
  export TIDEGATE_HOOK_BUDGET=60
  for n in 20 2000; do
    dir=$(change_for "$bare" 2000 "$n")
    BENCH_PUSHES=3 ways "$bare" "$dir" none daemon process
    goal="-"
    [ "$n" -ne 20 ] || goal="+1500 ms"
    row "push, 2,000 commits, $n files" "daemon $(median <"$work/way.daemon"), process $(median <"$work/way.process") ms" "$goal" \
      "no hook: $(median <"$work/way.none") ms"
    rm -rf "$dir"
  done
  rm -rf "$bare"
  export TIDEGATE_HOOK_BUDGET=${BENCH_BUDGET:-3}

  for n in 1000 10000 50000; do
    history_of "$bare" "$n"
    dir=$(change_for "$bare" 3 20)
    BENCH_PUSHES=5 ways "$bare" "$dir" none daemon process
    row "push, history of $n" "daemon $(median <"$work/way.daemon"), process $(median <"$work/way.process") ms" "flat" \
      "no hook: $(median <"$work/way.none") ms"
    [ "$n" -ne 1000 ] || crowd "$bare" "$dir" "$daemon"
    rm -rf "$dir" "$bare"
  done
}

# BARE WORK DAEMON: many pushes at once, each to a branch of its own; first without a hook, for git's own time.
crowd() {
  local way failed
  for way in none daemon; do
    hook_is "$1" "$way"
    rm -f "$TIDEGATE_STATE/hooks.jsonl"
    # shellcheck disable=SC2016
    seq "$BENCH_CROWD" | xargs -P "$BENCH_CROWD" -I{} sh -c '
      s=$(date +%s%N)
      if git -C "$1" push -q "$0" change:refs/heads/crowd{} 2>>"$2"; then r=ok; else r=failed; fi
      echo "$r $((($(date +%s%N) - s) / 1000000))"' "$1" "$2" "$work/crowd.err" >"$work/crowd.$way"
    git -C "$1" for-each-ref --format='delete %(refname)' 'refs/heads/crowd*' | git -C "$1" update-ref --stdin
  done
  failed=$(grep -c failed "$work/crowd.daemon" || true)
  [ "$failed" -eq 0 ] || head -n 5 "$work/crowd.err" >&2
  row "$BENCH_CROWD pushes at once, one daemon" \
    "$failed failed, p99 $(cut -d' ' -f2 "$work/crowd.daemon" | percentile 99) ms" "0, in budget" \
    "no hook: p99 $(cut -d' ' -f2 "$work/crowd.none" | percentile 99) ms; judging p99 $(grep -o '"took":"[0-9]*' "$TIDEGATE_STATE/hooks.jsonl" | grep -o '[0-9]*$' | percentile 99) ms, $(($(ps -o rss= -p "$3") / 1024)) MB"
}
