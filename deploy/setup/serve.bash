# shellcheck shell=bash
# The server: in the foreground for `up`, or in the background for as long as one command needs it.

extra_options=()
database_url=

# take_option NAME VALUE
take_option() {
  case $1 in
    --data) data=$(realpath -m -- "$2") ;;
    --port)
      if [[ ! $2 =~ ^[1-9][0-9]{0,4}$ ]] || (($2 > 65535)); then misused "--port wants a number from 1 to 65535, not $2"; fi
      port=$2
      ;;
    --bind) bind=$2 ;;
    --database-url) database_url=$2 ;;
  esac
}

up() {
  data=$(default_data)
  while (($#)); do
    case $1 in
      --data | --port | --bind | --database-url)
        (($# > 1)) || misused "$1 needs a value"
        take_option "$1" "$2"
        shift
        ;;
      --data=* | --port=* | --bind=* | --database-url=*) take_option "${1%%=*}" "${1#*=}" ;;
      --gatehouse.* | --server.* | --spring.* | --logging.* | --management.*) extra_options+=("$1") ;;
      --help | -h) show_up_help; return ;;
      *) misused "up does not know $1" ;;
    esac
    shift
  done
  serving_machine
  case $bind in
    127.* | localhost | ::1) ;;
    *) say "WARNING: listening on $bind, beyond this machine" ;;
  esac
  server_command "$data" "$port" "$bind"
  supervise "${server[@]}" "${extra_options[@]}"
}

show_up_help() {
  cat <<'HELP'
gatehouse up: serve, in the foreground, until SIGTERM or SIGINT; after a crash the server is started again

  --data DIR             the data directory: /var/lib/gatehouse as root, else below $XDG_STATE_HOME
  --port N               8470
  --bind ADDRESS         127.0.0.1; plain HTTP, so put TLS before any other
  --database-url URL     another PostgreSQL (15 or newer) instead of the one inside
  --gatehouse.KEY=VALUE  a key of the server (INTERFACES.md, Configuration); likewise the keys of Spring Boot that it lists

The file gatehouse.yaml in the data directory, if it exists, sets keys as well; the command line and the environment take precedence.
HELP
}

# serving_machine: all that a server needs to serve runs, and the server itself.
serving_machine() {
  local items=("${java_items[@]}" "${host_items[@]}" engine)
  # What makes the image is only wanted when there is one to make.
  if ! image_is_current; then items+=("${image_items[@]}"); fi
  set_up "${items[@]}"
  build_product
}

# Sets server to the command that starts it. A database's address may hold its password, so it goes by the environment: arguments are
# for every user of the machine to read.
server_command() {
  local jars=("$product"/server/*.jar) recorded=()
  if [[ -e $product/server/server.aot ]]; then recorded=("-XX:AOTCache=$(readlink -f "$product/server/server.aot")"); fi
  [[ -e ${jars[0]} ]] || refuse BUILD_FAILED "there is no server in $product" "remove $home/build, then start again"
  if [[ -n $database_url ]]; then export GATEHOUSE_DATABASE_URL=$database_url GATEHOUSE_DATABASEURL=$database_url; fi
  # The file out-of-memory says to the next start that this process had none left; that start then does not trust the run that was being opened.
  server=("$jdk/bin/java" "@$home/deploy/setup/server.options" "-XX:OnOutOfMemoryError=touch '$1/out-of-memory'"
    "${recorded[@]}" -jar "$(readlink -f "${jars[0]}")"
    "--gatehouse.data=$1" "--server.port=$2" "--server.address=$3")
}

server_pid=
command_pid=

# with_server DATA COMMAND...: serves from DATA on a free loopback port while the command runs, and answers with its status.
# The command finds GATEHOUSE_SERVER and GATEHOUSE_TOKEN_FILE in its environment.
with_server() {
  local directory=$1 log attempt status=0
  shift
  make_passable "$directory"
  log=$directory/server.log
  (umask 077 && : >"$log") || refuse DATA_PATH "$log cannot be written" "choose another place with --data DIR"
  trap 'stop_command; stop_server' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
  for attempt in 1 2 3; do
    if launch_server "$directory" "$log"; then break; fi
    if ! grep -qiE 'already in use|BindException' "$log" || ((attempt == 3)); then
      shown_tail "$log"
      refuse SERVER_FAILED "the server did not come up" "look at $log"
    fi
  done
  export GATEHOUSE_SERVER=http://127.0.0.1:$port GATEHOUSE_TOKEN_FILE=$directory/operator.token
  # In the background, so that a signal to this script is heard at once; its standard input is still the user's.
  "$@" <&0 &
  command_pid=$!
  wait "$command_pid" || status=$?
  command_pid=
  return "$status"
}

# make_passable DIRECTORY: made if it is not there. Others may pass through, as the database's own user has to; only the owner may look.
make_passable() {
  if [[ -d $1 ]]; then return; fi
  mkdir -p "$1" || refuse DATA_PATH "$1 cannot be made" "choose another place with --data DIR"
  chmod 0711 "$1"
}

stop_command() {
  if [[ -n $command_pid ]]; then
    kill -TERM "$command_pid" 2>/dev/null || true
    wait "$command_pid" 2>/dev/null || true
    command_pid=
  fi
}

# launch_server DATA LOG: fails when the server ends or is not up within two minutes. A session of its own keeps the terminal's
# interrupt from it, so that the command can still say goodbye to it.
launch_server() {
  local until=$((SECONDS + 120))
  free_port
  server_command "$1" "$port" 127.0.0.1
  say "starting a server of its own: http://127.0.0.1:$port (data: $1, log: $2)"
  setsid "${server[@]}" >"$2" 2>&1 </dev/null &
  server_pid=$!
  while ((SECONDS < until)); do
    if ! kill -0 "$server_pid" 2>/dev/null; then server_pid=; return 1; fi
    if healthy "$port"; then return 0; fi
    sleep 0.2
  done
  stop_server
  return 1
}

healthy() {
  curl -fs --noproxy '*' --max-time 5 "http://127.0.0.1:$1/actuator/health/liveness" 2>/dev/null | grep -q '"status" *: *"UP"'
}

# Sets port to one where nothing answers; another process may still take it first, which the server then says.
free_port() {
  local tries
  for ((tries = 0; tries < 100; tries++)); do
    port=$((20000 + RANDOM % 12000))
    if ! answers "$port"; then return; fi
  done
  refuse NO_FREE_PORT "no free port was found between 20000 and 32000" "end what listens there"
}

stop_server() {
  local until=$((SECONDS + 30))
  [[ -n $server_pid ]] || return 0
  kill -TERM "$server_pid" 2>/dev/null || true
  while kill -0 "$server_pid" 2>/dev/null; do
    if ((SECONDS >= until)); then
      say "the server did not stop within 30 s: killing it"
      kill -KILL "$server_pid" 2>/dev/null || true
      break
    fi
    sleep 0.1
  done
  wait "$server_pid" 2>/dev/null || true
  server_pid=
}
