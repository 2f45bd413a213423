# shellcheck shell=bash
# What the script tells people: progress and refusals, all on standard error, so that standard output stays the answer.

say() { printf 'gatehouse: %s\n' "$*" >&2; }

# refuse CODE REASON NEXT: ends the script with a stable code, the reason and the next step. Its exit status is the command line
# program's for what could not be done, 2; 1 is kept for an answer that is no.
refuse() {
  printf 'gatehouse: %s: %s\n  next: %s\n' "$1" "$2" "$3" >&2
  exit 2
}

# misused REASON: ends the script as sysexits.h wants it (EX_USAGE).
misused() {
  printf 'gatehouse: USAGE: %s\n  next: gatehouse help\n' "$1" >&2
  exit 64
}

# shown_tail FILE: the last lines of a log, indented, for a refusal that follows.
shown_tail() {
  [[ -s $1 ]] || return 0
  printf 'gatehouse: the last lines of %s:\n' "$1" >&2
  tail -n 40 "$1" | sed 's/^/    /' >&2
}

# logged LABEL LOG COMMAND...: runs the command with all it prints in LOG, and one line of progress.
logged() {
  local label=$1 log=$2 from=$SECONDS status=0 ticker=
  shift 2
  mkdir -p "$(dirname "$log")"
  say "$label (log: $log)"
  if [[ -t 2 ]]; then
    (while sleep 1; do printf '\r  %d s ' $((SECONDS - from)) >&2; done) &
    ticker=$!
  fi
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [[ -n $ticker ]]; then
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    printf '\r' >&2
  fi
  if ((status == 0)); then say "done after $((SECONDS - from)) s"; fi
  return "$status"
}
