# shellcheck shell=bash
# The JDK (25 or newer, with a compiler) and Maven (3.8 or newer).

jdk=
jvm_directory=/usr/lib/jvm

# Prints "VERSION HOME" for a JDK home that will do; its release file tells the version without starting it.
jdk_at() {
  local version
  [[ -n $1 && -x $1/bin/javac && -x $1/bin/java && -r $1/release ]] || return 1
  version=$(sed -n 's/^JAVA_VERSION="\(.*\)"$/\1/p' "$1/release")
  [[ ${version%%[.-]*} =~ ^[0-9]+$ ]] && ((${version%%[.-]*} >= 25)) || return 1
  printf '%s %s\n' "$version" "$1"
}

# Where a JDK is looked for, best first.
jdk_places() {
  local on_path
  printf '%s\n' "${JAVA_HOME:-}" "$jvm_directory"/*
  if on_path=$(command -v java); then dirname "$(dirname "$(readlink -f "$on_path")")"; fi
}

check_jdk() {
  local place found package=openjdk-25-jdk-headless
  while IFS= read -r place; do
    if found=$(jdk_at "$place"); then
      jdk=${found#* }
      ok jdk "${found%% *} at $jdk"
      return
    fi
  done < <(jdk_places)
  if apt-cache show "$package" >/dev/null 2>&1; then
    lacks jdk "no JDK 25 or newer" "apt-get install $package" "package:$package"
    return
  fi
  lacks jdk "no JDK 25 or newer with javac in \$JAVA_HOME, $jvm_directory/* or on PATH" \
    "unpack a JDK 25 (Eclipse Temurin, for instance) below /usr/lib/jvm, or set JAVA_HOME to one; Debian 12 has no package of it"
}

check_maven() {
  local version
  if ! command -v mvn >/dev/null; then
    lacks maven "not on PATH" "apt-get install maven" package:maven
    return
  fi
  version=$(JAVA_HOME=${jdk:-${JAVA_HOME:-}} mvn -B -v 2>/dev/null | sed -n 's/^.*Apache Maven \([0-9][0-9.]*\).*$/\1/p' | head -n 1) || true
  if at_least "$version" 3.8; then
    ok maven "$version at $(command -v mvn)"
  else
    lacks maven "version ${version:-unknown}, 3.8 is needed" "put Maven 3.8 or newer on PATH"
  fi
}

# at_least VERSION MINIMUM: both dotted numbers.
at_least() { [[ -n $1 && $(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1) == "$2" ]]; }

# maven ARGUMENT...: Maven on the JDK that was found. Its own libraries use what newer JDKs warn about; that is not ours to show.
maven() {
  JAVA_HOME=$jdk MAVEN_OPTS="${MAVEN_OPTS:-} --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED" \
    mvn -B -ntp -Dstyle.color=never -f "$home/pom.xml" "$@"
}
