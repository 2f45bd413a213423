# shellcheck shell=bash
# Programs that come as Debian packages, and their installation.

# program -> package
declare -A tool_package=(
  [setpriv]=util-linux [git]=git [jq]=jq [openssl]=openssl [python3]=python3 [curl]=curl [gcc]=gcc [mmdebstrap]=mmdebstrap
)

check_tool() {
  local where
  if where=$(command -v "$1"); then
    ok "$1" "$where"
  else
    lacks "$1" "not on PATH" "apt-get install ${tool_package[$1]}" "package:${tool_package[$1]}"
  fi
}

# A static program needs the C library's archive; the compiler prints the bare name back when it has none.
check_libc() {
  local archive
  if ! command -v gcc >/dev/null; then
    lacks libc "not known without gcc" "apt-get install libc6-dev" package:libc6-dev
  elif archive=$(gcc -print-file-name=libc.a) && [[ $archive == /* ]]; then
    ok libc "$(readlink -f "$archive")"
  else
    lacks libc "no static C library" "apt-get install libc6-dev" package:libc6-dev
  fi
}

install_command() { printf 'DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends %s' "$*"; }

packages_log=/var/log/gatehouse-packages.log
packages_updated=no
service_policy=/usr/sbin/policy-rc.d

# update_packages: once per start of the script.
update_packages() {
  command -v apt-get >/dev/null \
    || refuse PACKAGES_UNAVAILABLE "this machine has no apt-get" "gatehouse doctor --no-install --fix names what is missing: install it by this machine's means"
  if [[ $packages_updated == yes ]]; then return; fi
  logged "apt-get update" "$packages_log" apt-get update \
    || { shown_tail "$packages_log"; refuse PACKAGES_UNAVAILABLE "apt-get update failed" "correct the machine's package sources, then start again"; }
  packages_updated=yes
}

# install PACKAGE...: as root, from the machine's own sources, nothing but what was asked for and what it depends on.
install() {
  update_packages
  without_service_starts logged "installing packages: $*" "$packages_log" \
    env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@" \
    || { shown_tail "$packages_log"; refuse PACKAGES_FAILED "apt-get could not install: $*" "as root: $(install_command "$@")"; }
  hash -r
}

# without_service_starts COMMAND...: where no systemd runs, a package must not start its service by its init script: the engine's
# sets limits, fails where they are fixed, and takes the installation down with it. policy-rc.d is Debian's own switch for that.
without_service_starts() {
  local policy=$service_policy status=0
  if [[ -d /run/systemd/system || -e $policy ]]; then "$@"; return; fi
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 0755 "$policy"
  "$@" || status=$?
  rm -f "$policy"
  return "$status"
}
