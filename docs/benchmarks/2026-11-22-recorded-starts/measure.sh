#!/usr/bin/env bash
# measure.sh DIR PORT ROUNDS: starts of the built server with and without its record, by turns; a line of CSV each. The first start over a
# data directory makes the database and is not counted.
set -euo pipefail
cd "$(dirname "$0")/../../.."
data=$1 port=$2 rounds=$3

# start SIDE: seconds until the first answer, then the memory in KiB; SIGTERM.
start() {
  local from until server
  if [[ $1 == plain ]]; then export JDK_JAVA_OPTIONS=-XX:AOTMode=off; else export JDK_JAVA_OPTIONS=-XX:AOTMode=on; fi
  from=$(date +%s%N)
  ./gatehouse up --data "$data/$1" --port "$port" >"$data/$1.log" 2>&1 &
  until curl -fs --noproxy '*' "http://127.0.0.1:$port/actuator/health/liveness" >/dev/null 2>&1; do sleep 0.02; done
  until=$(date +%s%N)
  server=$(pgrep -f "gatehouse.data=$data/$1 ")
  sleep 20
  printf '%s,%s,%s,%s\n' "$2" "$1" "$(((until - from) / 1000000))" "$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")"
  kill -TERM %1
  wait %1 || true
}

mkdir -p -m 0711 "$data"
start plain 0 >/dev/null
start recorded 0 >/dev/null
printf 'round,side,firstAnswerMillis,idleKiB\n'
for ((round = 1; round <= rounds; round++)); do
  if ((round % 2)); then start plain "$round"; start recorded "$round"; else start recorded "$round"; start plain "$round"; fi
done
