# shellcheck shell=bash disable=SC2016
# What the tests say, and the stage they say it on.

failed=()

fails() { printf '%s\n' "$*" >&2; exit 1; }

# gatehouse_does CODE: runs bash code with the pieces sourced; leaves standard output, standard error and the status in out, err, status.
# What the code defines before it calls something stands in for the machine.
gatehouse_does() {
  local code=$1
  shift
  status=0
  bash -c "$(stage)"$'\n'"$code" gatehouse "$@" >out 2>err </dev/null || status=$?
  out=$(<out) err=$(<err)
}

# The pieces, as the script sources them, with nothing of the real machine within reach.
stage() {
  printf 'set -euo pipefail\nhome=%q\nPATH=%q:$PATH\n' "${staged_home:-$tree}" "$PWD/bin"
  sed -n "s#^source \"\$home/\(.*\)\"\$#source $(printf %q "$tree")/\1#p" "$tree/gatehouse"
  printf 'engine_run=%q\nengine_socket=%q\nengine_log=%q\n' "$PWD/run" "$PWD/run/docker.sock" "$PWD/dockerd.log"
  printf 'packages_log=%q\nservice_policy=%q\n' "$PWD/packages.log" "$PWD/policy-rc.d"
  printf 'default_data() { printf "%%s\\n" %q; }\n' "$PWD/data"
}

# program NAME: makes a program on PATH from standard input.
program() {
  { printf '#!/bin/bash\n'; cat; } >"bin/$1"
  chmod +x "bin/$1"
}

# hidden NAME: code that takes a program away from `command -v`, and from nothing else.
hidden() { printf 'command() { if [[ ${2:-} == %s ]]; then return 1; fi; builtin command "$@"; }\n' "$1"; }

exits() { [[ $status == "$1" ]] || fails "exit status $status instead of $1; said: $err"; }
prints() { [[ $out == *"$1"* ]] || fails "not printed: $1; but: $out"; }
says() { [[ $err == *"$1"* ]] || fails "not said: $1; but: $err"; }
keeps_quiet_about() { [[ $out$err != *"$1"* ]] || fails "should not have been said: $1; but: $out $err"; }
