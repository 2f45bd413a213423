# shellcheck shell=bash
# The kernel and the places: control groups, overlay, openat2, locale, data directory, port, disk.

default_data() {
  if is_root; then printf '/var/lib/gatehouse\n'; else printf '%s/gatehouse\n' "${XDG_STATE_HOME:-${HOME:-/nonexistent}/.local/state}"; fi
}

is_root() { [[ $(id -u) == 0 ]]; }

data=
port=8470
bind=127.0.0.1

# existing_part PATH: the nearest ancestor that is there.
existing_part() {
  local path=$1
  while [[ ! -e $path ]]; do path=$(dirname "$path"); done
  printf '%s\n' "$path"
}

# Memory and process limits of a command are control groups'; without them there are no limits.
check_cgroups() {
  local root=/sys/fs/cgroup controllers version controller
  if [[ $(stat -f -c %T "$root" 2>/dev/null) == cgroup2fs ]]; then
    version=v2
    controllers=" $(<"$root/cgroup.controllers") "
  else
    version=v1
    controllers=" $(mounted_controllers) "
  fi
  for controller in memory pids; do
    if [[ $controllers != *" $controller "* ]]; then
      if [[ $version == v1 ]] && ! command -v cgroupfs-mount >/dev/null; then
        lacks cgroups "the controller $controller is not mounted" "apt-get install cgroupfs-mount && cgroupfs-mount" package:cgroupfs-mount
      elif [[ $version == v1 ]]; then
        lacks cgroups "the controller $controller is not mounted" "cgroupfs-mount" step:mount_cgroups
      else
        lacks cgroups "the controller $controller is off" "turn it on in $root/cgroup.subtree_control or on the kernel's command line"
      fi
      return
    fi
  done
  ok cgroups "$version with memory and pids"
}

# Version 1: one mount per controller, its name among the options.
mounted_controllers() {
  if [[ -r /proc/mounts ]]; then awk '$3 == "cgroup" { gsub(",", " ", $4); printf "%s ", $4 }' /proc/mounts; fi
}

mount_cgroups() {
  say "mounting the control groups: cgroupfs-mount"
  cgroupfs-mount || refuse CGROUPS_UNAVAILABLE "cgroupfs-mount failed" "mount the control groups memory and pids below /sys/fs/cgroup"
}

check_overlay() {
  if grep -qw overlay /proc/filesystems 2>/dev/null; then
    ok overlay "known to the kernel"
  else
    lacks overlay "the kernel does not know this file system" "modprobe overlay" step:load_overlay
  fi
}

load_overlay() {
  say "loading a kernel module: modprobe overlay"
  modprobe overlay || refuse OVERLAY_UNAVAILABLE "modprobe overlay failed" "use a kernel with overlayfs"
}

check_openat2() {
  local kernel
  kernel=$(uname -r)
  if at_least "${kernel%%-*}" 5.6; then
    ok openat2 "Linux $kernel"
  else
    lacks openat2 "Linux $kernel has no openat2" "use Linux 5.6 or newer"
  fi
}

check_locale() {
  if locale -a 2>/dev/null | grep -qi 'utf-\?8'; then
    ok locale "C.UTF-8"
  else
    lacks locale "no UTF-8 locale" "apt-get install libc-bin" package:libc-bin
  fi
}

# The data directory's path goes into the engine's mount options, and an overlay cannot be the layer below an overlay.
check_data() {
  local place kind
  place=$(existing_part "$data")
  kind=$(stat -f -c %T "$place")
  if [[ ! $data =~ ^[A-Za-z0-9._/-]+$ ]]; then
    lacks data "$data: a character outside A-Z a-z 0-9 . _ / -" "choose another place with --data DIR"
  elif [[ $kind == overlayfs ]]; then
    lacks data "$data lies on an overlay" "choose a place on another file system with --data DIR"
  elif [[ ! -w $place ]]; then
    lacks data "$place is not writable" "choose another place with --data DIR"
  else
    ok data "$data on $kind"
  fi
}

answers() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

check_port() {
  if answers "$port"; then
    warn port "$port is in use" "gatehouse up --port N, unless it is Gatehouse that answers there"
  else
    ok port "$port on loopback is free"
  fi
}

# A data directory that is there may be opened again wherever a server goes on: calls that need room are refused one by one, and the
# workspaces of a former server are cleared away by the next one. The engine's room is for making the image.
check_disk() {
  local place free least=$((5 * 1024 * 1024)) lowest=
  if [[ -e $data/operator.token ]] && image_is_current; then
    free=$(df -Pk "$data" | awk 'NR == 2 { print $4 }')
    if ((free < 256 * 1024)); then
      warn disk "$((free / 1024)) MiB free at $data: below gatehouse.min-free-bytes calls that change something are STORAGE_FULL" "make room there"
    else
      ok disk "$((free / 1024)) MiB free at $data"
    fi
    return
  fi
  for place in "$(existing_part "$data")" "$(existing_part "$(engine_root)")"; do
    free=$(df -Pk "$place" | awk 'NR == 2 { print $4 }')
    if ((free < least)); then
      lacks disk "$((free / 1024)) MiB free at $place, 5 GiB are needed" "make room there"
      return
    fi
    if [[ -z $lowest ]] || ((free < lowest)); then lowest=$free; fi
  done
  ok disk "$((lowest / 1024 / 1024)) GiB free"
}
