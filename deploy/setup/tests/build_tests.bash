# shellcheck shell=bash disable=SC2016
# The build: only when the sources differ from what was built, and never half.

small_tree() {
  mkdir -p home/cli/src home/cli/target
  touch home/pom.xml home/cli/pom.xml
  echo one >home/cli/src/A.java
  staged_home=$PWD/home
}
builders='set_up() { :; }; maven() { echo built >>builds; sleep 0.02; }
  lay_out_server() { mkdir "$1/server"; }; lay_out_cli() { mkdir "$1/cli"; }'
builds() { [[ $(wc -l <builds) == "$1" ]] || fails "$(wc -l <builds) builds instead of $1"; }

test_builds_once_for_the_same_sources() {
  small_tree
  gatehouse_does "$builders; build_product; build_product; touch \"\$home/cli/src/A.java\"; build_product"
  exits 0
  builds 1
}

test_builds_again_for_an_edit_an_addition_and_a_removal() {
  small_tree
  gatehouse_does "$builders"'; build_product; sleep 0.02
    echo two >"$home/cli/src/A.java"; build_product; sleep 0.02
    echo new >"$home/cli/src/B.java"; build_product; sleep 0.02
    rm "$home/cli/src/A.java"; build_product'
  exits 0
  builds 4
}

test_builds_again_for_an_edit_of_a_packaged_document() {
  small_tree
  mkdir home/docs
  touch home/INTERFACES.md home/docs/run-folder.md home/docs/other.md
  gatehouse_does "$builders"'; build_product; sleep 0.02
    echo two >"$home/INTERFACES.md"; build_product; sleep 0.02
    echo two >"$home/docs/run-folder.md"; build_product; sleep 0.02
    echo two >"$home/docs/other.md"; build_product'
  exits 0
  builds 3
}

test_what_is_edited_during_a_build_is_built_again() {
  small_tree
  gatehouse_does "$builders"'; maven() { echo built >>builds; sleep 0.02; if [[ $(wc -l <builds) == 1 ]]; then echo two >"$home/cli/src/A.java"; fi; }
    build_product; build_product; build_product'
  exits 0
  builds 2
}

test_what_a_server_may_still_run_from_stays() {
  small_tree
  gatehouse_does "$builders"'; build_product; first=$(readlink "$product"); sleep 0.02
    echo two >"$home/cli/src/A.java"; build_product; [[ -d $home/build/$first ]]; sleep 0.02
    echo three >"$home/cli/src/A.java"; build_product; [[ ! -d $home/build/$first && -d $product/cli ]]'
  exits 0
}

test_a_build_that_fails_shows_why_and_leaves_the_old_product() {
  small_tree
  gatehouse_does "$builders"'; build_product; sleep 0.02; echo two >"$home/cli/src/A.java"
    maven() { echo "[ERROR] A.java: no"; return 1; }; build_product'
  exits 2
  says "[ERROR] A.java: no"
  says BUILD_FAILED
  [[ -d home/build/product/server ]] || fails "the old product is gone"
}

test_a_product_that_cannot_be_laid_out_is_no_product() {
  local half
  small_tree
  for half in server cli; do
    gatehouse_does "$builders; lay_out_$half() { echo no jar; false; }; build_product"
    exits 2
    says "no jar"
    [[ ! -e home/build/product ]] || fails "it was taken as the product"
  done
}

test_a_product_whose_program_does_not_start_is_no_product() {
  small_tree
  mkdir -p home/cli/target jdk/bin
  touch home/cli/target/cli-1-SNAPSHOT.jar
  printf '#!/bin/sh\ntouch "$(dirname "$0")/../asked"; echo broken; exit 1\n' >jdk/bin/java
  chmod +x jdk/bin/java
  gatehouse_does 'set_up() { :; }; maven() { mkdir "$home/cli/target/lib"; touch "$home/cli/target/lib/a.jar"; }; lay_out_server() { :; }; jdk=$PWD/jdk; build_product'
  exits 2
  says broken
  [[ -e jdk/asked && ! -e home/build/product ]] || fails "it was taken as the product"
}

# A java that extracts a server, and records its start as the test says; its database outlives it.
recording_java() {
  mkdir -p jdk/bin home/control-plane/target
  touch home/control-plane/target/control-plane-1-SNAPSHOT-server.jar
  cat >jdk/bin/java <<'JAVA'
#!/usr/bin/env bash
place=$(dirname "$0")/../..
case $* in
  *jarmode=tools*) mkdir -p "${@: -1}" && touch "${@: -1}/control-plane.jar"; exit ;;
esac
printf '%s\n' "$@" >"$place/asked"
env >"$place/environment"
for word; do
  case $word in
    -XX:AOTCacheOutput=*) echo classes >"${word#*=}" ;;
    --gatehouse.data=*) cluster=${word#*=}/postgres/cluster; mkdir -p "$cluster" ;;
  esac
done
set -m # so that the signal of an interrupt reaches it
sleep 300 >/dev/null 2>&1 &
echo $! >"$cluster/postmaster.pid"
echo $! >"$place/database"
if [[ -e $place/refused ]]; then exit 3; fi
JAVA
  chmod +x jdk/bin/java
}

test_the_start_of_a_server_is_recorded_over_data_that_are_removed() {
  staged_home=$PWD/home
  recording_java
  gatehouse_does 'jdk=$PWD/jdk; export GATEHOUSE_DATABASEURL=jdbc:postgresql://h/db; extract_server server'
  exits 0
  [[ -s server/server.aot && ! -e server/server.aot.new ]] || fails "nothing was recorded"
  grep -qx -- '-Dspring.context.exit=onRefresh' asked || fails "the server would have listened"
  if grep -q GATEHOUSE environment; then fails "it would have used the database of this environment"; fi
  local data
  data=$(sed -n 's/^--gatehouse.data=//p' asked)
  [[ -n $data && ! -e $data && ! -e ${data%/data} ]] || fails "its data stay in $data"
  if kill -0 "$(<database)" 2>/dev/null; then fails "its database still runs"; fi
}

test_a_start_that_cannot_be_recorded_leaves_a_server_and_no_record() {
  staged_home=$PWD/home
  recording_java
  touch refused
  gatehouse_does 'jdk=$PWD/jdk; extract_server server'
  exits 0
  [[ -e server/control-plane.jar && ! -e server/server.aot && ! -e server/server.aot.new ]] || fails "it is recorded or not extracted"
  if kill -0 "$(<database)" 2>/dev/null; then fails "its database still runs"; fi
}

test_a_start_that_was_not_recorded_is_said() {
  small_tree
  gatehouse_does "$builders; build_product"
  exits 0
  says "the start of the server was not recorded"
  echo two >home/cli/src/A.java
  gatehouse_does "$builders"'; lay_out_server() { mkdir "$1/server"; echo classes >"$1/server/server.aot"; }; build_product'
  exits 0
  if grep -q "not recorded" err; then fails "it says so of a recorded one"; fi
}
