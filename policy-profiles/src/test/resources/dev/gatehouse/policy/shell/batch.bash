# shellcheck shell=bash disable=SC2034
# Runs strings with no program on the PATH and records each command that bash would have started. See BashOracle.
#
# Arguments: 1 builtins ("off": each is recorded as a command, too), 2 the answer of each command (0, 1, or "mixed": those with a
# name of odd length succeed), 3 what each command prints, 4… the programs that strings name by a path. Standard input: the
# strings, each ended by NUL; string I starts in /workspace/I.
# A record: string, builtins, directory, exported variables (those of names in gh_names, as NAME=VALUE, each ended by GS), number of words, the length to which words are cut (0: none is), number of words that
# follow, the words; each ended by NUL, with RS in place of each newline, since bash writes line by line.
PATH=/none
gh_builtins=$1
gh_answer=$2
gh_prints=$3
gh_names=(A B x y _z i GIT_DIR)
mapfile -d '' gh_strings
exec </dev/null

# Called in a process of its own, which may therefore undo what the string did to the shell. Special builtins come before functions in
# POSIX mode. A record is one write, so that it is whole where several processes write at once.
gh_write() {
  POSIXLY_CORRECT=1
  LC_ALL=C
  unset -f enable
  unset IFS
  [[ $gh_builtins == off ]] || set +T
  enable printf read kill
  # A string that starts many commands is stopped: every process but the first of the namespace, which goes on with the next
  # string, and this one.
  printf x >>/count
  gh_count=
  read -r gh_count </count
  ((${#gh_count} <= 40)) || kill -9 -1
  gh_exported=
  for gh_name in "${gh_names[@]}"; do
    [[ ${!gh_name@a} != *x* ]] || gh_exported+=$gh_name=${!gh_name:0:50}$'\035'
  done
  gh_words=("${@:1:100}")
  gh_text="${gh_words[*]}"
  gh_each=0
  if ((${#gh_text} + $# > 3000)); then
    gh_each=$((2800 / ${#gh_words[@]}))
    for gh_word in "${!gh_words[@]}"; do gh_words[gh_word]=${gh_words[gh_word]:0:gh_each}; done
  fi
  printf '%s\0' "$gh_string" "$gh_builtins" "${PWD//$'\n'/$'\036'}" "${gh_exported//$'\n'/$'\036'}" \
    "$#" "$gh_each" "${#gh_words[@]}" "${gh_words[@]//$'\n'/$'\036'}" >>/records
  printf '%s' "$gh_prints"
  if [[ $gh_answer == mixed ]]; then
    exit $(((${#1} + 1) % 2))
  fi
  exit "$gh_answer"
}

# Bash calls it in a process of its own.
command_not_found_handle() {
  gh_write "$@"
}

gh_record() (
  gh_write "$@"
)

for gh_name in "${@:4}"; do
  eval "$gh_name() { gh_record $gh_name \"\$@\"; }"
done

enable() { gh_record enable "$@"; }
set --
for gh_string in "${!gh_strings[@]}"; do
  cd "/workspace/$gh_string" || exit 3
  : >/count
  # The substitution ends when every process that the string left behind has ended.
  gh_output=$(
    ulimit -t 1 -v 300000 -f 20000
    if [[ $gh_builtins == off ]]; then
      unset() { gh_record unset "$@"; }
      exit() { gh_record exit "$@"; }
      eval() { gh_record eval "$@"; }
      # Functions, since the assignments among their arguments are not split while they are builtins.
      export() { gh_record export "$@"; }
      readonly() { gh_record readonly "$@"; }
      declare() { gh_record declare "$@"; }
      typeset() { gh_record typeset "$@"; }
      local() { gh_record local "$@"; }
      builtin enable -n . : [ alias bg bind break caller cd compgen complete compopt continue dirs disown echo exec \
        false fc fg getopts hash help history jobs kill let logout mapfile popd printf pushd pwd read readarray \
        return set shift shopt source suspend test times trap true type ulimit umask unalias wait builtin
      POSIXLY_CORRECT=1
      eval "unset POSIXLY_CORRECT
${gh_strings[gh_string]}"
    else
      # Loops of builtins alone end as well.
      gh_left=200
      trap '((--gh_left > 0)) || builtin exit' DEBUG
      set -T
      builtin enable -n kill trap ulimit suspend
      eval "${gh_strings[gh_string]}"
    fi
  )
done
exit 0
