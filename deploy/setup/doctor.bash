# shellcheck shell=bash
# What the machine has and lacks, and what is done about it. Items stand in the order in which they can be repaired.

java_items=(jdk locale)
build_items=(maven)
host_items=(cgroups overlay openat2 setpriv git curl data disk)
check_items=(openssl python3)
image_items=(jq gcc libc mmdebstrap image)
use_items=("${java_items[@]}" "${build_items[@]}" "${host_items[@]}" "${check_items[@]}" engine "${image_items[@]}")
all_items=("${use_items[@]}" bridge port)
# The tests need one image more than the product.
test_items=("${use_items[@]}" postgres15)

no_install=no

doctor() {
  local fix=no json=no
  data=$(default_data)
  while (($#)); do
    case $1 in
      --fix) fix=yes ;;
      --json) json=yes ;;
      --data | --port) (($# > 1)) || misused "$1 needs a value" ; take_option "$1" "$2"; shift ;;
      *) misused "doctor does not know $1" ;;
    esac
    shift
  done
  inspect "${all_items[@]}"
  if [[ $fix == yes && -n $(missing_items) ]] && may_install; then mend; fi
  if [[ $json == yes ]]; then print_items_json; else print_items; fi
  if [[ -z $(missing_items) ]]; then return 0; fi
  if [[ $fix == yes ]]; then print_commands; fi
  return 1
}

may_install() { is_root && [[ $no_install == no ]]; }

# set_up ITEM...: sees to it that each item is there, or ends the script with what a person has to do.
set_up() {
  inspect "$@"
  if [[ -z $(missing_items) ]]; then return; fi
  if may_install; then mend; fi
  if [[ -z $(missing_items) ]]; then return; fi
  print_items | grep '^missing' >&2
  print_commands
  refuse MACHINE_NOT_READY "missing: $(missing_items | paste -sd ' ')" "do the above, then start again; gatehouse doctor shows everything"
}

# mend: packages first, in one go; then each item that is still missing is looked at again and its step is taken.
mend() {
  local item packages=()
  mapfile -t packages < <(missing_packages)
  if ((${#packages[@]})); then install "${packages[@]}"; fi
  for item in "${item_order[@]}"; do
    inspect "$item"
    # One more round of packages: what could not be known before, such as the means to mount control groups.
    if [[ ${item_fix[$item]} == package:* && ${item_state[$item]} == missing ]]; then
      install "${item_fix[$item]#package:}"
      inspect "$item"
    fi
    if [[ ${item_fix[$item]} == step:* ]]; then
      "${item_fix[$item]#step:}"
      inspect "$item"
    fi
  done
}

missing_packages() {
  local item
  for item in "${item_order[@]}"; do
    if [[ ${item_fix[$item]} == package:* ]]; then printf '%s\n' "${item_fix[$item]#package:}"; fi
  done | sort -u
}

# print_commands: what --fix would do, for someone who may not, or does not want it done.
print_commands() {
  local item packages=()
  mapfile -t packages < <(missing_packages)
  {
    printf 'gatehouse: to set this machine up, as root:\n'
    if ((${#packages[@]})); then printf '  apt-get update\n  %s\n' "$(install_command "${packages[@]}")"; fi
    for item in "${item_order[@]}"; do
      if [[ ${item_fix[$item]} == package:docker.io && ! -d /run/systemd/system ]]; then
        printf '  %s   # the package does not start it here\n' "$start_engine_command"
      elif [[ ${item_fix[$item]} == step:* ]]; then
        printf '  %s   # %s\n' "${item_next[$item]}" "$item"
      elif [[ ${item_state[$item]} == missing && -z ${item_fix[$item]} ]]; then
        printf '  # %s: %s\n' "$item" "${item_next[$item]}"
      fi
    done
    printf 'or all of it, but for the remarks: %s doctor --fix\n' "$home/gatehouse"
  } >&2
}
