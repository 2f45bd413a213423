#!/usr/bin/env bash
# shellcheck source-path=SCRIPTDIR
#
# Tests of the script. Each test is a function whose name is the rule it holds; it runs in a directory of its own, with the pieces sourced
# and the machine (root, engine, packages) replaced by functions and programs that stand beside it. Nothing of the real machine is changed.
set -euo pipefail

# Signals that whoever started this has ignored could not be caught by what is tested.
if [[ ${gatehouse_signals-} != default ]]; then
  exec env --default-signal gatehouse_signals=default bash "${BASH_SOURCE[0]}" "$@"
fi

tests=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
tree=$(readlink -f "$tests/../../..")
export LC_ALL=C.UTF-8

source "$tests/assert.bash"
source "$tests/doctor_tests.bash"
source "$tests/engine_tests.bash"
source "$tests/build_tests.bash"
source "$tests/serve_tests.bash"
source "$tests/supervise_tests.bash"
source "$tests/words_tests.bash"

run=0
for name in $(declare -F | sed -n 's/^declare -f test_//p'); do
  place=$(mktemp -d)
  run=$((run + 1))
  # In the background, because bash forgets about errors within a condition.
  (
    cd "$place"
    mkdir bin
    "test_$name"
  ) >"$place/printed" 2>&1 &
  if ! wait $!; then
    failed+=("$name")
    printf 'FAILED %s\n' "$name" >&2
    sed 's/^/    /' "$place/printed" >&2
  fi
  rm -rf "$place"
done
printf 'script: %d tests, %d failed\n' "$run" "${#failed[@]}" >&2
((${#failed[@]} == 0))
