# shellcheck shell=bash
# The words of the script. Every other word goes to the command line program.

dispatch() {
  local arguments=() word
  while (($#)); do
    case $1 in
      --) break ;;
      --no-install) no_install=yes ;;
      *) arguments+=("$1") ;;
    esac
    shift
  done
  arguments+=("$@")
  set -- "${arguments[@]}"
  word=${1:-}
  case $word in
    demo | replay) shift; if asks_help "$@"; then client "$word" --help; else "$word" "$@"; fi ;;
    doctor | up | format) shift; "$word" "$@" ;;
    test) shift; run_tests "$@" ;;
    help | --help | -h) show_help "${@:2}" ;;
    '') show_help >&2; exit 64 ;;
    *) client "$@" ;;
  esac
}

asks_help() { [[ " $* " == *" --help "* || " $* " == *" -h "* ]]; }

show_help() {
  if (($#)); then client help "$@"; return; fi
  cat <<'HELP'
gatehouse: a syscall gateway between untrusted coding agents and repositories

  doctor [--fix] [--json] [--data DIR] [--port N]
                         what this machine has and lacks, and what to do; --fix does it
  up [--data DIR] [--port N] [--bind ADDRESS] [--database-url URL]
                         serve, in the foreground
  demo                   a scripted agent on a small repository, from the first call to the merge
  replay --repo DIR --script FILE [--data DIR] [--server URL] ...
                         a recorded run through the gateway
  test [--deep]          set up, then all tests
  format                 the code in its one format
  help [WORD]            this, or the help of a word of the command line program

Every other word goes to the command line program: gatehouse help runs, for instance.
Set-up happens by itself, as root, and says what it installs or starts.
  --no-install           install and start nothing: print the commands instead
HELP
}

# client ARGUMENT...: the command line program, in the directory where the user stands.
client() {
  set_up "${java_items[@]}"
  build_product
  exec "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xshare:auto -XX:SharedArchiveFile="$product/cli.jsa" \
    -Xlog:disable -Xlog:all=error,cds*=off:stderr -cp "$(class_path "$(readlink -f "$product")/cli")" dev.gatehouse.cli.Gatehouse "$@"
}
