# shellcheck shell=bash disable=SC2016
# A server of one's own: up before the command starts, gone after it, whatever happened.

# A server in a few lines: writes its number, answers the health question.
fake_server='server_command() { server=(python3 -c "
import http.server,os,sys
open(\"server.pid\",\"w\").write(str(os.getpid()))
class H(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(b\"{\\\"status\\\":\\\"UP\\\"}\")
http.server.HTTPServer((\"127.0.0.1\",int(sys.argv[1])),H).serve_forever()" "$2"); }'

is_gone() { ! kill -0 "$(<server.pid)" 2>/dev/null || fails "the server still runs"; }

test_the_command_finds_its_server_and_its_status_is_the_answer() {
  gatehouse_does "$fake_server"'; ask() { curl -fs --noproxy "*" "$GATEHOUSE_SERVER/"; echo "$GATEHOUSE_TOKEN_FILE"; return 7; }
    with_server "$PWD/d" ask'
  exits 7
  prints '"status":"UP"'
  prints "$PWD/d/operator.token"
  [[ $(stat -c %a d/server.log) == 600 ]] || fails "others may read the log"
  is_gone
}

test_the_server_goes_when_the_script_is_ended() {
  gatehouse_does "$fake_server"'; wait_long() { touch started; exec sleep 60; }
    (while [[ ! -e started ]]; do sleep 0.05; done; kill -TERM $$) & with_server "$PWD/d" wait_long'
  exits 143
  is_gone
}

test_a_server_that_does_not_come_up_shows_its_log() {
  gatehouse_does 'server_command() { server=(bash -c "echo database is broken; exit 1"); }; with_server "$PWD/d" touch ran'
  exits 2
  says "database is broken"
  says SERVER_FAILED
  [[ ! -e ran ]] || fails "the command ran without a server"
}

test_a_port_that_was_taken_first_is_tried_again_elsewhere() {
  gatehouse_does "$fake_server"'; real=$(declare -f server_command); eval "real_${real}"
    server_command() { if [[ -e raced ]]; then real_server_command "$@"; else touch raced; server=(bash -c "echo Port was already in use; exit 1"); fi; }
    with_server "$PWD/d" true'
  exits 0
  is_gone
}

serving='set_up() { :; }; serving_machine() { jdk=/jdk; product=$PWD/p; mkdir -p p/server; touch p/server/control-plane.jar; }
  supervise() { printf "%s\n" "$*"; env | grep ^GATEHOUSE_DATABASE_URL || true; }'

test_up_hands_its_options_over() {
  gatehouse_does "$serving"'; up --data rel/dir --port=8471 --logging.level.root=DEBUG'
  exits 0
  prints "-jar $PWD/p/server/control-plane.jar --gatehouse.data=$PWD/rel/dir --server.port=8471 --server.address=127.0.0.1 --logging.level.root=DEBUG"
}

test_a_server_starts_with_the_classes_that_were_recorded() {
  gatehouse_does "$serving"'; up'
  keeps_quiet_about "AOTCache"
  mkdir -p p/server
  touch p/server/server.aot
  gatehouse_does "$serving"'; up'
  prints "-XX:AOTCache=$PWD/p/server/server.aot -jar"
}

test_a_database_password_is_no_argument() {
  gatehouse_does "$serving"'; up --database-url jdbc:postgresql://h/db?password=geheim'
  prints "GATEHOUSE_DATABASE_URL=jdbc:postgresql://h/db?password=geheim"
  [[ $(head -n 1 out) != *geheim* ]] || fails "the password is an argument"
}

test_listening_beyond_loopback_is_said() {
  gatehouse_does "$serving"'; up --bind 0.0.0.0'
  says "WARNING: listening on 0.0.0.0, beyond this machine"
}

test_up_refuses_what_it_does_not_know() {
  local wrong
  for wrong in '--port 0' '--port 70000' '--port x' '--prot 1' '--data' 'here'; do
    gatehouse_does "$serving; up $wrong"
    exits 64
    says "USAGE"
  done
}

test_up_explains_itself_and_serves_nothing() {
  local word
  for word in --help -h; do
    gatehouse_does "$serving; up $word"
    exits 0
    prints "--database-url URL"
    keeps_quiet_about "-jar"
  done
}
