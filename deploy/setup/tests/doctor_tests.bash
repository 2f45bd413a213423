# shellcheck shell=bash disable=SC2016
# doctor and set_up: what is found, what is said about it, and who may repair it.

all_there='inspect() { local i; for i; do ok "$i" there; done; }'
jq_missing='inspect() { local i; for i; do if [[ $i == jq ]]; then check_tool jq; else ok "$i" there; fi; done; }
'$(hidden jq)

test_all_there_is_exit_0() {
  gatehouse_does "$all_there; doctor"
  exits 0
  prints "ok       engine"
}

test_one_missing_is_exit_1_and_names_the_next_step() {
  gatehouse_does "$jq_missing; doctor"
  exits 1
  prints "missing  jq          not on PATH; next: apt-get install jq"
}

test_each_item_has_one_line() {
  gatehouse_does "$jq_missing"'; doctor > lines || true; printf "%s of %s" "$(wc -l <lines)" "${#item_order[@]}"'
  [[ ${out% of *} == "${out#* of }" ]] || fails "$out"
}

test_json_holds_whatever_the_texts_hold() {
  gatehouse_does 'inspect() { lacks jq $'"'"'a "quoted" \\ back\nnext\tline'"'"' "do \"this\""; }; doctor --json'
  exits 1
  python3 -c 'import json,sys; d=json.load(open("out")); i=d["items"][0]; sys.exit(not (d["ok"] is False and i["state"]=="missing" and i["detail"]=="a \"quoted\" \\ back next line"))'
}

test_a_jdk_needs_25_and_a_compiler() {
  local jdk
  for jdk in 17.0.15:javac 25.0.1: 25-ea:javac 26.0.2:javac; do
    mkdir -p "jvm/${jdk%%:*}/bin"
    printf 'JAVA_VERSION="%s"\n' "${jdk%%:*}" >"jvm/${jdk%%:*}/release"
    touch "jvm/${jdk%%:*}/bin/java" && chmod +x "jvm/${jdk%%:*}/bin/java"
    if [[ ${jdk#*:} == javac ]]; then cp "jvm/${jdk%%:*}/bin/java" "jvm/${jdk%%:*}/bin/javac"; fi
  done
  gatehouse_does 'for v in 17.0.15 25.0.1 25-ea 26.0.2; do jdk_at "$PWD/jvm/$v" || printf "no %s\n" "$v"; done'
  [[ $out == "no 17.0.15
no 25.0.1
25-ea $PWD/jvm/25-ea
26.0.2 $PWD/jvm/26.0.2" ]] || fails "$out"
}

test_a_missing_jdk_says_where_it_was_looked_for() {
  gatehouse_does "$(hidden java)"'
    jvm_directory=$PWD/none JAVA_HOME=; apt-cache() { return 1; }; check_jdk; print_items'
  prints "missing  jdk"
  prints "$PWD/none"
  prints "next: unpack a JDK 25"
}

test_maven_from_3_8() {
  program mvn <<<'echo "Apache Maven $MAVEN_SAYS"'
  local version
  for version in 3.6.3 3.10.1 3.8.7; do
    MAVEN_SAYS=$version gatehouse_does 'check_maven; print_items'
    if [[ $version == 3.6.3 ]]; then prints "missing  maven"; else prints "ok       maven       $version"; fi
  done
}

test_old_kernels_have_no_openat2() {
  program uname <<<'echo 5.4.0-42-generic'
  gatehouse_does 'check_openat2; print_items'
  prints "missing  openat2     Linux 5.4.0-42-generic has no openat2"
}

test_the_data_directory_has_plain_characters() {
  gatehouse_does 'data="$PWD/a,b"; check_data; data="$PWD/a b"; check_data; print_items'
  prints "a character outside"
  gatehouse_does 'data="$PWD/ab"; check_data; print_items'
  prints "ok       data"
}

test_the_data_directory_lies_on_no_overlay() {
  program stat <<<'echo overlayfs'
  gatehouse_does 'data=$PWD/data; check_data; print_items'
  prints "lies on an overlay; next: choose a place on another file system"
}

test_little_disk_is_missing_disk() {
  program df <<<'printf "h\nfs 9 9 5242879 9 /\n"'
  gatehouse_does 'data=$PWD; engine_root() { echo /; }; check_disk; print_items'
  prints "missing  disk        5119 MiB free"
}

test_little_disk_is_no_reason_not_to_open_a_data_directory_again() {
  program df <<<'printf "h\nfs 9 9 204799 9 /\n"'
  touch operator.token
  gatehouse_does 'data=$PWD; image_is_current() { true; }; check_disk; print_items; missing_items'
  prints "warn     disk        199 MiB free"
  gatehouse_does 'data=$PWD; image_is_current() { false; }; engine_root() { echo /; }; check_disk; print_items'
  prints "missing  disk        199 MiB free"
}

test_a_port_in_use_is_a_warning() {
  gatehouse_does "$all_there"'; answers() { true; }; check_port; print_items'
  prints "warn     port        8470 is in use"
}

test_an_ordinary_user_gets_the_commands() {
  program apt-get <<<'touch apt-was-called'
  gatehouse_does "$jq_missing; is_root() { false; }; doctor --fix"
  exits 1
  says "apt-get install -y --no-install-recommends jq"
  [[ ! -e apt-was-called ]] || fails "apt-get was called"
}

test_no_install_installs_nothing_even_as_root() {
  program apt-get <<<'touch apt-was-called'
  gatehouse_does "$jq_missing; is_root() { true; }; dispatch --no-install doctor --fix"
  exits 1
  says "apt-get update"
  [[ ! -e apt-was-called ]] || fails "apt-get was called"
}

test_root_installs_what_is_missing_and_only_that() {
  program apt-get <<<'echo "$@" >>apt-calls; [[ $1 != install ]] || touch installed'
  gatehouse_does 'is_root() { true; }
    inspect() { local i; for i; do case $i in jq|git) if [[ -e installed ]]; then ok $i there; else lacks $i gone "apt" package:$i-package; fi ;; *) ok $i there ;; esac; done; }
    doctor --fix'
  exits 0
  says "installing packages: git-package jq-package"
  [[ $(<apt-calls) == "update
install -y --no-install-recommends git-package jq-package" ]] || fails "$(<apt-calls)"
}

test_no_service_starts_while_packages_are_installed() {
  if [[ -d /run/systemd/system ]]; then return; fi
  program apt-get <<<'if [[ $1 == install ]]; then ./policy-rc.d && exit 1; [[ $? == 101 ]] && touch refused; fi'
  gatehouse_does 'install jq'
  exits 0
  [[ -e refused && ! -e policy-rc.d ]] || fails "the policy did not hold, or stayed"
}

test_a_failed_installation_shows_why() {
  program apt-get <<<'[[ $1 == update ]] || { echo "E: no such thing"; exit 100; }'
  gatehouse_does 'install jq'
  exits 2
  says "E: no such thing"
  says "PACKAGES_FAILED"
  [[ ! -e policy-rc.d ]] || fails "the policy stayed"
}

test_set_up_ends_the_script_when_something_stays_missing() {
  gatehouse_does "$jq_missing; is_root() { false; }; set_up git jq; echo went on"
  exits 2
  says "MACHINE_NOT_READY: missing: jq"
  keeps_quiet_about "went on"
}

test_set_up_says_nothing_when_all_is_there() {
  gatehouse_does "$all_there; set_up git jq"
  exits 0
  [[ -z $out$err ]] || fails "$out$err"
}

test_an_image_of_other_sources_is_missing() {
  mkdir -p home/deploy/image home/deploy/starter home/deploy/judge
  echo maker >home/deploy/image/build-image
  echo starter >home/deploy/starter/starter.c
  local each
  for each in .pth .py _start.py; do echo "judge $each" >home/deploy/judge/gatehouse_judge$each; done
  staged_home=$PWD/home gatehouse_does 'engine_answers() { true; }; image_label() { echo 0123; }; check_image; print_items'
  prints "missing  image"
  staged_home=$PWD/home gatehouse_does 'engine_answers() { true; }; image_label() { cat "$home"/deploy/*/* | sha256sum | cut -c 1-64; }; check_image; print_items'
  prints "ok       image"
}

test_the_image_of_the_tests_is_made_for_the_tests_alone() {
  gatehouse_does "$all_there; doctor"
  keeps_quiet_about postgres15
  mkdir -p home/deploy/postgres15
  echo maker >home/deploy/postgres15/build-image
  echo serve >home/deploy/postgres15/serve
  staged_home=$PWD/home gatehouse_does 'engine_answers() { true; }; engine() { echo 0123; }; inspect "${test_items[@]:(-1)}"; print_items'
  prints "missing  postgres15"
  staged_home=$PWD/home gatehouse_does 'engine_answers() { true; }; engine() { cat "$home"/deploy/*/* | sha256sum | cut -c 1-64; }; check_postgres15; print_items'
  prints "ok       postgres15"
}

test_commands_are_commands_and_the_rest_are_remarks() {
  if [[ -d /run/systemd/system ]]; then return; fi
  gatehouse_does 'inspect() { lacks engine none "apt-get install docker.io" package:docker.io; lacks image none "make it" step:build_image; lacks data none "choose another place"; }
    dispatch --no-install doctor --fix'
  exits 1
  says "  setsid dockerd "
  says "  make it   # image"
  says "  # data: choose another place"
}
