# shellcheck shell=bash
# The supervisor of `up`: the parent process of the server, which starts it again after a crash. A crash is an exit for lack of memory
# (-XX:+ExitOnOutOfMemoryError exits with 3) or by a signal that the supervisor did not send. A refusal to start (any other status) is final.

# At most this many starts within this many seconds; then the supervisor ends, so that a crash loop is seen.
supervisor_starts=5
supervisor_seconds=600
out_of_memory_status=3

supervised_pid=
supervisor_stopping=no

# supervise COMMAND...: runs the command until it ends in order; ends the script with its exit status.
supervise() {
  local started=() status
  trap 'stop_supervised' TERM INT HUP
  while true; do
    mapfile -t started < <(recent_starts "${started[@]}")
    started+=("$(supervisor_clock)")
    status=0
    run_supervised "$@" || status=$?
    if [[ $supervisor_stopping == yes ]] || ! is_crash "$status"; then exit "$status"; fi
    mapfile -t started < <(recent_starts "${started[@]}")
    if ((${#started[@]} >= supervisor_starts)); then
      refuse SERVER_CRASHED "the server crashed $supervisor_starts times within $supervisor_seconds s, the last time with exit status $status" \
        "look at the server's log; give it more memory (JAVA_TOOL_OPTIONS=-Xmx...) if the status is $out_of_memory_status"
    fi
    say "the server ended with exit status $status: starting it again"
  done
}

# The server gets SIGTERM when this process ends in whatever way, so that no server is left without a supervisor.
run_supervised() {
  local status=0
  setpriv --pdeathsig TERM "$@" &
  supervised_pid=$!
  # A signal interrupts the wait; the server has ended only when it is no longer there.
  while true; do
    status=0
    wait "$supervised_pid" || status=$?
    if ! kill -0 "$supervised_pid" 2>/dev/null; then break; fi
  done
  supervised_pid=
  return "$status"
}

stop_supervised() {
  supervisor_stopping=yes
  if [[ -n $supervised_pid ]]; then kill -TERM "$supervised_pid" 2>/dev/null || true; fi
}

is_crash() { (($1 == out_of_memory_status || $1 > 128)); }

# recent_starts TIME...: those of the times that count.
recent_starts() {
  local time now
  now=$(supervisor_clock)
  for time in "$@"; do
    if ((now - time < supervisor_seconds)); then printf '%s\n' "$time"; fi
  done
}

# Seconds of a clock that never goes back.
supervisor_clock() { cut -d . -f 1 /proc/uptime; }
