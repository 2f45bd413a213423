# shellcheck shell=bash disable=SC2016
# The supervisor: crashes are started again, a bounded number of times; everything else ends it.

# crashing_server: a server that notes each start, and ends with the next of the statuses in the file endings.
crashing_server() {
  program server <<'SERVER'
echo started >>starts
status=$(head -n 1 endings)
sed -i 1d endings
case $status in
  KILL) kill -KILL $$ ;;
  *) exit "$status" ;;
esac
SERVER
}

starts() { [[ $(wc -l <starts) == "$1" ]] || fails "$(wc -l <starts) starts instead of $1"; }

test_a_server_that_ran_out_of_memory_or_was_killed_is_started_again() {
  crashing_server
  printf '%s\n' 3 KILL 0 >endings
  gatehouse_does 'supervise server'
  exits 0
  starts 3
  says "the server ended with exit status 3: starting it again"
  says "the server ended with exit status 137: starting it again"
}

test_a_server_that_refuses_to_start_is_not_started_again() {
  crashing_server
  printf '%s\n' 1 0 >endings
  gatehouse_does 'supervise server'
  exits 1
  starts 1
}

test_a_crash_loop_ends_after_five_starts() {
  crashing_server
  printf '%s\n' 3 3 3 3 3 3 0 >endings
  gatehouse_does 'supervise server'
  exits 2
  starts 5
  says SERVER_CRASHED
}

test_crashes_that_lie_far_apart_are_no_crash_loop() {
  crashing_server
  printf '%s\n' 3 3 3 3 3 3 0 >endings
  gatehouse_does 'echo 0 >clock; supervisor_clock() { echo $(($(<clock) + 150)) >clock; cat clock; }; supervise server'
  exits 0
  starts 7
}

# A server that runs until SIGTERM, and takes a moment to end then.
patient_server() {
  program server <<'SERVER'
trap 'echo ended >ended; exit 143' TERM
echo $$ >server.pid
while true; do sleep 0.05; done
SERVER
}

test_a_signal_to_the_supervisor_ends_the_server_in_order() {
  local signal
  patient_server
  for signal in TERM INT HUP; do
    rm -f ended server.pid
    gatehouse_does '(while [[ ! -s server.pid ]]; do sleep 0.05; done; kill -'$signal' $$) & supervise server'
    exits 143
    [[ -e ended ]] || fails "the server was not asked to end by $signal"
    is_gone
  done
}

test_a_server_never_outlives_its_supervisor() {
  local i
  patient_server
  gatehouse_does '(while [[ ! -s server.pid ]]; do sleep 0.05; done; kill -KILL $$) & supervise server'
  for ((i = 0; i < 200; i++)); do
    if [[ -e ended ]]; then return; fi
    sleep 0.05
  done
  kill -KILL "$(<server.pid)"
  fails "the server still runs"
}

test_the_server_exits_when_it_has_no_memory_left_and_writes_no_heap_dump() {
  gatehouse_does "$serving"'; up'
  prints "/deploy/setup/server.options -XX:OnOutOfMemoryError="
  local option
  for option in -XX:+ExitOnOutOfMemoryError -XX:-HeapDumpOnOutOfMemoryError; do
    grep -qx -- "$option" "$tree/deploy/setup/server.options" || fails "a server runs without $option"
  done
}
