# shellcheck shell=bash
# What is started is a copy of what was built, in build/products/DIGEST, where DIGEST names the sources it was made from:
# build/product points at the current one. A server that runs keeps its own while a newer one is built.

product=$home/build/product

# Sets source_paths to what decides what is built: every pom.xml, every module's src, and the documents that are packaged.
find_sources() {
  mapfile -t -d '' source_paths < <(find "$home" -maxdepth 2 \( -name build -o -name target -o -name '.*' \) -prune -o \
    \( -name pom.xml -o -name src -o -path "$home/INTERFACES.md" -o -path "$home/docs/run-folder.md" \) -print0)
}

sources_digest() {
  (cd "$home" && find "${source_paths[@]#"$home"/}" -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum) | sha256sum | cut -c 1-16
}

# Cheap enough for every command: nothing of the sources, directories included, is newer than the stamp.
product_looks_current() {
  find_sources
  [[ -e $product/stamp && -z $(find "${source_paths[@]}" -newer "$product/stamp" -print -quit) ]]
}

# build_product: builds unless it is there already; says so, and shows what went wrong.
build_product() {
  local digest
  if product_looks_current; then return; fi
  lock_build
  if product_looks_current; then exec 9>&-; return; fi
  # The time of the look, not of the end: what is edited during the build is newer.
  touch "$home/build/looked"
  digest=$(sources_digest)
  if [[ ! -e $home/build/products/$digest/stamp ]]; then
    set_up "${java_items[@]}" "${build_items[@]}"
    package_product "$digest"
  fi
  touch "$home/build/products/$digest"
  touch -r "$home/build/looked" "$home/build/products/$digest/stamp"
  ln -sfn "products/$digest" "$home/build/product.new"
  mv -T "$home/build/product.new" "$product"
  remove_old_products
  exec 9>&-
}

lock_build() {
  if ! mkdir -p "$home/build" || [[ ! -w $home/build ]]; then
    refuse BUILD_FAILED "$home/build is not writable" "let the owner of $home build: gatehouse help runs"
  fi
  exec 9>"$home/build/lock"
  if ! flock -n 9; then
    say "waiting for another build in $home/build"
    flock -w 1800 9 || refuse BUILD_FAILED "another build holds $home/build/lock" "end it, then start again"
  fi
}

package_product() {
  local log=$home/build/build.log into=$home/build/products/$1
  # Maven only adds to it: a library's former version would stay on the class path.
  rm -rf "$home/cli/target/lib"
  logged "building Gatehouse; the first build fetches its libraries and takes minutes" "$log" maven -DskipTests -pl control-plane,cli -am package \
    || { shown_tail "$log"; refuse BUILD_FAILED "Maven could not build Gatehouse" "look at $log"; }
  rm -rf "$into"
  mkdir -p "$into"
  { lay_out_server "$into" && lay_out_cli "$into"; } >>"$log" 2>&1 \
    || { shown_tail "$log"; refuse BUILD_FAILED "what was built could not be laid out in $into" "look at $log"; }
  [[ -s $into/server/server.aot ]] || say "the start of the server was not recorded; it starts, more slowly (log: $log)"
}

# Beside the server lies bom.json, which names its libraries.
lay_out_server() {
  extract_server "$1/server" && cp "$home/control-plane/target/bom.json" "$1/server/bom.json"
}

# extract_server DIRECTORY: the server starts from an extracted layout, since a jar of jars opens too slowly, and from the classes that its
# start has loaded before (docs/operations.md, Start and stop). A server without these only starts more slowly, so they are not demanded.
extract_server() {
  "$jdk/bin/java" -Djarmode=tools -jar "$(built control-plane -server)" extract --destination "$1" || return
  record_start "$1" || true
}

# record_start DIRECTORY: starts the server there, up to where it would listen, over data that is removed, and writes server.aot. The data
# lie where the database's own user can reach them; nothing of this environment or directory is read.
record_start() {
  local jars=("$1"/*.jar) directory scratch status=0
  directory=$(readlink -f "$1")
  scratch=$(mktemp -d) && chmod 0711 "$scratch" || return
  (cd "$scratch" && timeout --foreground 120 env -i PATH="$PATH" LC_ALL=C.UTF-8 "$jdk/bin/java" "@$home/deploy/setup/server.options" \
    "-XX:AOTCacheOutput=$directory/server.aot.new" -Dspring.context.exit=onRefresh -jar "$(readlink -f "${jars[0]}")" \
    "--gatehouse.data=$scratch/data" </dev/null 9>&-) || status=$?
  stop_database "$scratch/data/postgres/cluster/postmaster.pid"
  rm -rf "$scratch"
  if ((status == 0)) && [[ -s $directory/server.aot.new ]]; then
    mv "$directory/server.aot.new" "$directory/server.aot"
  else
    rm -f "$directory/server.aot.new"
    return 1
  fi
}

# stop_database FILE: the server that was recorded does not stop its database when it ends; the file names the process of the database.
stop_database() {
  local pid until=$((SECONDS + 15))
  pid=$(head -n 1 "$1" 2>/dev/null) || return 0
  [[ $pid =~ ^[1-9][0-9]*$ ]] || return 0
  kill -INT "$pid" 2>/dev/null || return 0
  while kill -0 "$pid" 2>/dev/null && ((SECONDS < until)); do sleep 0.05; done
  kill -KILL "$pid" 2>/dev/null || true
}

# Chained, because bash forgets about errors within a condition. The archive of loaded classes is made once here, so that no command has to write it.
lay_out_cli() {
  mkdir -p "$1/cli" \
    && cp "$(built cli)" "$home"/cli/target/lib/*.jar "$1/cli/" \
    && "$jdk/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:ArchiveClassesAtExit="$1/cli.jsa" \
    -cp "$(class_path "$1/cli")" dev.gatehouse.cli.Gatehouse --version \
    && [[ -s $1/cli.jsa ]]
}

# built MODULE [CLASSIFIER]: its jar.
built() {
  local jars=("$home/$1/target/$1"-*-SNAPSHOT"${2:-}".jar)
  printf '%s\n' "${jars[0]}"
}

# class_path DIRECTORY: its jars in one order, since an archive of classes fits one class path only.
class_path() {
  local jars=("$1"/*.jar) IFS=:
  printf '%s\n' "${jars[*]}"
}

# The current one and the one before stay: a server may still run from the latter.
remove_old_products() {
  local old
  while IFS= read -r old; do
    rm -rf "$old"
  done < <(find "$home/build/products" -mindepth 1 -maxdepth 1 -printf '%T@ %p\n' | sort -rn | tail -n +3 | cut -d ' ' -f 2-)
}
