# shellcheck shell=bash disable=SC2016
# The engine: started directly, said, waited for, and never silently with less.

# An engine whose client answers when its socket is there; dockerd is the test's.
engine_stage='command -v docker >/dev/null; engine() { [[ -S $engine_socket ]] && echo 1; }; systemctl() { return 1; }'

listens='mkdir -p run; exec python3 -c "
import socket,os,sys,time
s=socket.socket(socket.AF_UNIX); s.bind(\"run/docker.sock\"); s.listen()
open(\"dockerd.pid\",\"w\").write(str(os.getpid()))
time.sleep(20)"'

ends_engine() { if [[ -e dockerd.pid ]]; then kill "$(<dockerd.pid)"; fi; }

test_the_engine_is_started_and_said() {
  program dockerd <<<"$listens"
  gatehouse_does "$engine_stage; start_engine"
  ends_engine
  exits 0
  says "starting the Docker Engine: dockerd"
  keeps_quiet_about WARNING
}

test_a_stale_process_number_does_not_stop_it() {
  mkdir run
  printf '%d\n' $$ >run/docker.pid
  program dockerd <<<"$listens"
  gatehouse_does "$engine_stage; start_engine"
  ends_engine
  exits 0
  says "removing a stale process number: $PWD/run/docker.pid"
  [[ ! -e run/docker.pid ]] || fails "it stayed"
}

test_an_engine_without_bridge_is_never_silent() {
  program dockerd <<<'[[ $* == *--bridge=none* ]] || { echo "failed to start daemon: iptables: Permission denied" >&2; exit 1; }
'"$listens"
  program iptables <<<'exit 1'
  gatehouse_does "$engine_stage; start_engine"
  ends_engine
  exits 0
  says "WARNING: the Docker Engine cannot make its default bridge on this machine: failed to start daemon: iptables: Permission denied"
}

test_an_engine_that_does_not_start_shows_its_log() {
  program dockerd <<<'echo "failed to start daemon: no space" >&2; exit 1'
  gatehouse_does "$engine_stage; start_engine"
  exits 2
  says "no space"
  says ENGINE_FAILED
}

test_an_engine_that_answers_is_left_alone() {
  program dockerd <<<'touch started'
  gatehouse_does 'engine() { echo 1.41; }; engine_answers() { true; }; is_root() { true; }; set_up engine'
  exits 0
  [[ ! -e started ]] || fails "a second engine was started"
}

test_an_old_engine_is_missing() {
  program docker <<<'echo 1.40'
  gatehouse_does 'engine_answers() { true; }; engine() { echo 1.40; }; check_engine; print_items'
  prints "API 1.40 is too old"
}
