# shellcheck shell=bash
# The Docker Engine: is it there, what is it, and how it is started.

engine_run=/var/run
engine_socket=$engine_run/docker.sock
engine_log=/var/log/gatehouse-dockerd.log
start_engine_command="setsid dockerd >$engine_log 2>&1 </dev/null &"

# engine ARGUMENT...: the engine's client, always at the one socket that Gatehouse uses, never at a configured other host.
engine() { timeout 60 env -u DOCKER_CONTEXT DOCKER_HOST="unix://$engine_socket" docker "$@"; }

engine_answers() { [[ -S $engine_socket ]] && engine version --format '{{.Server.Version}}' >/dev/null 2>&1; }

engine_root() { engine info --format '{{.DockerRootDir}}' 2>/dev/null | grep '^/' || printf '/var/lib/docker\n'; }

check_engine() {
  local facts api
  if [[ -S $engine_socket && ! -w $engine_socket ]]; then
    lacks engine "$engine_socket may not be used by $(id -un)" \
      "usermod -aG docker $(id -un) as root, then log in again (whoever may speak to the engine is root on this machine)"
  elif ! command -v docker >/dev/null || { ! engine_answers && ! has_dockerd; }; then
    lacks engine "no Docker Engine" "apt-get install docker.io" package:docker.io
  elif ! engine_answers; then
    lacks engine "nothing answers at $engine_socket" "$start_engine_command" step:start_engine
  else
    api=$(engine version --format '{{.Server.APIVersion}}')
    facts=$(engine version --format '{{range .Server.Components}}{{.Name}} {{.Version}}, {{end}}' | sed 's/, $//')
    if at_least "$api" 1.41; then
      ok engine "$facts; API $api$(engine_packages)"
    else
      lacks engine "$facts; API $api is too old, 1.41 is needed" "install Docker Engine 20.10 or newer"
    fi
  fi
}

has_dockerd() { command -v dockerd >/dev/null || [[ -x /usr/sbin/dockerd ]]; }

# Debian's revision decides which known weaknesses a version still has.
engine_packages() {
  local found
  found=$(dpkg-query -W -f '${Package}=${Version} ' docker.io containerd runc 2>/dev/null) || true
  if [[ -n $found ]]; then printf '; packages %s' "${found% }"; fi
}

check_bridge() {
  if ! engine_answers; then
    warn bridge "not known while no engine answers" "gatehouse doctor again, when the engine is there"
  elif [[ -n $(engine network ls --quiet --filter name=^bridge\$ --filter driver=bridge 2>/dev/null) ]]; then
    ok bridge "the engine's default bridge"
  else
    warn bridge "the engine has no default bridge" "nothing for sandboxes, which have no network; start dockerd without --bridge=none for other containers"
  fi
}

# start_engine: directly, with its default bridge. A systemd that runs this machine is asked instead: the socket is its own.
start_engine() {
  if [[ -d /run/systemd/system ]] && systemctl cat docker.service >/dev/null 2>&1; then
    say "starting the Docker Engine: systemctl start docker"
    systemctl start docker || refuse ENGINE_FAILED "systemctl start docker failed" "journalctl -u docker"
    await_engine '' || refuse ENGINE_FAILED "the Docker Engine does not answer at $engine_socket" "journalctl -u docker"
    return
  fi
  clear_stale_engine
  if launch_engine; then return; fi
  if last_start_log | grep -qiE 'iptables|nf_tables|bridge'; then
    if ! command -v iptables >/dev/null && [[ ! -x /usr/sbin/iptables ]]; then
      say "the Docker Engine found no iptables to make its default bridge with"
      install iptables
      if launch_engine; then return; fi
    fi
    say "WARNING: the Docker Engine cannot make its default bridge on this machine: $(last_start_log | grep -iE 'iptables|nf_tables|bridge' | tail -n 1)"
    say "WARNING: starting it without one; sandboxes never use it, other containers on this machine will have no network"
    if launch_engine --bridge=none --iptables=false; then return; fi
  fi
  shown_tail "$engine_log"
  refuse ENGINE_FAILED "the Docker Engine did not start" "start it by hand and look at what it says: dockerd"
}

launched_at=0

launch_engine() {
  touch "$engine_log"
  launched_at=$(stat -c %s "$engine_log")
  say "starting the Docker Engine: dockerd${*:+ $*} (log: $engine_log)"
  PATH=$PATH:/usr/sbin:/sbin setsid nohup dockerd "$@" >>"$engine_log" 2>&1 </dev/null 9>&- &
  await_engine $!
}

last_start_log() { tail -c "+$((launched_at + 1))" "$engine_log"; }

# await_engine PID: until the socket answers; fails when the process ends before, or after a minute. An empty PID is not looked at.
await_engine() {
  local until=$((SECONDS + 60))
  while ((SECONDS < until)); do
    if engine_answers; then return 0; fi
    if [[ -n $1 ]] && ! kill -0 "$1" 2>/dev/null; then return 1; fi
    sleep 0.3
  done
  if [[ -n $1 ]]; then kill "$1" 2>/dev/null || true; fi
  return 1
}

# A machine that lost power leaves process numbers and sockets behind, and the engine takes them for a living one's.
clear_stale_engine() {
  clear_stale "$engine_run/docker.pid" dockerd
  clear_stale "$engine_run/docker/containerd/containerd.pid" containerd
  if [[ -S /run/containerd/containerd.sock ]] && ! grep -q ' /run/containerd/containerd.sock$' /proc/net/unix; then
    say "removing a socket that nobody listens at: /run/containerd/containerd.sock"
    rm -f /run/containerd/containerd.sock
  fi
}

# clear_stale FILE PROGRAM: removes a process number that is not the program's.
clear_stale() {
  local pid
  [[ -e $1 ]] || return 0
  pid=$(tr -dc 0-9 <"$1")
  if [[ -n $pid && $(cat "/proc/$pid/comm" 2>/dev/null) == "$2" ]]; then return 0; fi
  say "removing a stale process number: $1"
  rm -f "$1"
}
