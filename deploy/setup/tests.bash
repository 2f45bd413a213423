# shellcheck shell=bash
# The tests and the format.

# run_tests [--deep]: set-up, the script's own tests, then every module's. Ends with the summary line of each module.
run_tests() {
  local options=() log=$home/build/test.log status=0
  case $* in
    '') ;;
    --deep) options=(-Pdeep) ;;
    *) misused "test knows --deep only, not: $*" ;;
  esac
  data=$(default_data)
  set_up "${test_items[@]}"
  bash "$home/deploy/setup/tests/run.bash" || tests_failed "the script's own tests" "what is printed above"
  mkdir -p "$home/build"
  # First, since a file in another format is found in seconds and would end a build of half an hour.
  maven -q spotless:check </dev/null || tests_failed "the format of the files" "what is printed above, or run: ./gatehouse format"
  maven verify -Dgatehouse.tests=all "${options[@]}" </dev/null 2>&1 | tee "$log" || status=$?
  printf '\n'
  summaries "$log"
  if ((status)); then tests_failed "Maven ended with $status" "$log"; fi
}

tests_failed() {
  printf 'gatehouse: TESTS_FAILED: %s\n  next: look at %s\n' "$1" "$2" >&2
  exit 1
}

# summaries LOG: surefire's closing line of each module, with the module's name, and the sum.
summaries() {
  awk '
    /^\[INFO\] Building [^ ]+ [0-9]/ { module = $3 }
    /^\[[A-Z]+\] Tests run: [0-9, A-Za-z:]*$/ {
      sub(/^\[[A-Z]+\] /, "")
      printf "%-16s %s\n", module, $0
      gsub(/[^0-9 ]/, ""); run += $1; failed += $2; errors += $3; skipped += $4
    }
    END { printf "%-16s Tests run: %d, Failures: %d, Errors: %d, Skipped: %d\n", "all", run, failed, errors, skipped }
  ' "$1"
}

format() {
  (($# == 0)) || misused "format takes no arguments"
  set_up "${java_items[@]}" "${build_items[@]}"
  maven -q spotless:apply
}
