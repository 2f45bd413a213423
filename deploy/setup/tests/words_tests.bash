# shellcheck shell=bash disable=SC2016
# The words, and what comes of them.

test_help_names_every_word() {
  local word
  gatehouse_does 'dispatch help'
  exits 0
  for word in doctor up demo replay 'test' format help; do prints "  $word"; done
}

test_no_word_is_misuse() {
  gatehouse_does 'dispatch'
  exits 64
  says "doctor [--fix]"
}

test_other_words_go_to_the_client_as_they_are() {
  gatehouse_does 'client() { printf "<%s>" "$@"; echo "$no_install"; }; dispatch runs --no-install "a b" "" -- --no-install'
  prints "<runs><a b><><--><--no-install>yes"
}

test_replay_has_a_server_of_its_own_and_fresh_data() {
  gatehouse_does 'serving_machine() { :; }; with_server() { echo "data ${1#"$PWD"}"; shift; echo "$@"; }
    replay --repo r --data d1 --script s; replay --repo r --script s'
  prints "data /d1
client replay --repo r --script s"
  prints "data /data-replay/"
  says "the data directory stays: $PWD/data-replay/"
}

test_replay_with_a_server_starts_none() {
  gatehouse_does 'with_server() { echo own; }; client() { echo "$@"; }; replay --server=http://h --repo r'
  [[ $out == "replay --server=http://h --repo r" ]] || fails "$out"
}

test_help_of_replay_and_demo_starts_no_server() {
  local word help
  for word in replay demo; do
    for help in --help -h; do
      gatehouse_does "with_server() { echo server; }; client() { echo \"\$@\"; }; dispatch $word --repo r $help"
      [[ $out == "$word --help" ]] || fails "$out"
    done
  done
}

test_the_demo_repository_is_the_same_commit_everywhere() {
  mkdir -p home/deploy/demo/repository/sub
  echo text >home/deploy/demo/repository/sub/file
  staged_home=$PWD/home gatehouse_does 'set_up() { :; }; export GIT_AUTHOR_NAME=Somebody
    plant_repository "$PWD/one"; git -C one rev-parse main; git -C one status --porcelain'
  [[ $out == 8395c57e0587d5bce8514e80af6a5a14770d2548 ]] || fails "$out"
}

test_the_demo_answers_with_the_status_of_its_story() {
  mkdir -p home/deploy/demo/repository
  staged_home=$PWD/home gatehouse_does 'plant_repository() { :; }; serving_machine() { :; }; with_server() { return 3; }; demo'
  exits 3
  says "the repository stays:"
}

test_the_sum_of_the_modules_is_shown() {
  printf '%s\n' '[INFO] Building evidence 0.1.0-SNAPSHOT    [1/2]' '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0, Time elapsed: 1 s -- in A' \
    '[INFO] Tests run: 2, Failures: 0, Errors: 0, Skipped: 0' '[INFO] Building cli 0.1.0-SNAPSHOT [2/2]' '[ERROR] Tests run: 5, Failures: 1, Errors: 0, Skipped: 0' >log
  gatehouse_does 'summaries log'
  prints "evidence         Tests run: 2, Failures: 0, Errors: 0, Skipped: 0
cli              Tests run: 5, Failures: 1, Errors: 0, Skipped: 0
all              Tests run: 7, Failures: 1, Errors: 0, Skipped: 0"
}

test_failing_tests_fail_the_word() {
  mkdir -p home/deploy/setup/tests
  touch home/deploy/setup/tests/run.bash
  staged_home=$PWD/home gatehouse_does 'set_up() { :; }; maven() { echo "[ERROR] no"; return 1; }; run_tests'
  exits 1
  says TESTS_FAILED
}

test_nothing_of_this_tree_names_a_place_of_one_machine() {
  gatehouse_does 'grep -rnE "/(work|root|tmp/[a-z])" "$home/gatehouse" "$home"/deploy/setup/*.bash || true'
  [[ -z $out ]] || fails "$out"
}
