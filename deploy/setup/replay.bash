# shellcheck shell=bash
# Words that bring a server of their own: replay (unless --server names another) and demo.

# value_of NAME ARGUMENT...: the value of an option, as --name VALUE or --name=VALUE.
value_of() {
  local name=$1
  shift
  while (($#)); do
    case $1 in
      "$name") printf '%s\n' "${2:-}"; return ;;
      "$name="*) printf '%s\n' "${1#*=}"; return ;;
    esac
    shift
  done
  return 1
}

# without_option NAME ARGUMENT...: sets rest to the arguments without that option and its value.
without_option() {
  local name=$1
  shift
  rest=()
  while (($#)); do
    case $1 in
      "$name") if (($# > 1)); then shift; fi ;;
      "$name="*) ;;
      *) rest+=("$1") ;;
    esac
    shift
  done
}

# fresh_data WORD: a new data directory beside the default one; kept, since the run folders in it are the result.
fresh_data() {
  local made
  made=$(default_data)-$1/$(date -u +%Y%m%d-%H%M%S)-$$
  make_passable "$made"
  printf '%s\n' "$made"
}

replay() {
  local rest=()
  if value_of --server "$@" >/dev/null; then client replay "$@"; return; fi
  if data=$(value_of --data "$@"); then data=$(realpath -m -- "$data"); else data=$(fresh_data replay); fi
  without_option --data "$@"
  own_server replay "${rest[@]}"
}

# own_server ARGUMENT...: the command line program beside a server that lives only as long.
own_server() {
  local status=0
  serving_machine
  with_server "$data" client "$@" || status=$?
  stop_server
  say "the data directory stays: $data"
  return "$status"
}

demo() {
  local repository status=0
  data=$(fresh_data demo)
  repository=$(mktemp -d "${TMPDIR:-/tmp}/gatehouse-demo-XXXXXX")/repository
  plant_repository "$repository"
  own_server demo --repo "$repository" "$@" || status=$?
  say "the repository stays: $repository"
  return "$status"
}

# plant_repository DIRECTORY: the shipped files as a fresh repository with one commit, the same commit everywhere.
plant_repository() {
  set_up git
  cp -R "$home/deploy/demo/repository" "$1"
  (
    set -e
    cd "$1" || exit
    export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1
    export GIT_AUTHOR_NAME=Demo GIT_AUTHOR_EMAIL=demo@example.invalid GIT_AUTHOR_DATE='2026-01-01T00:00:00Z'
    export GIT_COMMITTER_NAME=Demo GIT_COMMITTER_EMAIL=demo@example.invalid GIT_COMMITTER_DATE='2026-01-01T00:00:00Z'
    git init --quiet --initial-branch=main
    git add --all
    git commit --quiet --message='A small program with a defect'
  )
}
