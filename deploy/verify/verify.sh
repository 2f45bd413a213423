#!/usr/bin/env bash
# Checks a sealed run folder with coreutils, findutils, jq, openssl, python3 and git alone; docs/run-folder.md says
# what is checked and what each code means. It shares nothing with the program that wrote the folder.
#
#   verify.sh FOLDER --trust TRUST.json [--repository CLONE]
#
# --repository also applies data/diff.patch to the base commit in a clone (which is not changed) and demands the
# result tree. Prints one line per finding, CODE PATH: message. Exit status: 0 whole, 1 not whole, 2 wrong usage or
# a tool is missing.
set -euo pipefail
export LC_ALL=C
umask 077

usage() {
  echo "usage: verify.sh FOLDER --trust TRUST.json [--repository CLONE]" >&2
  exit 2
}

folder='' trust='' repository=''
while (($#)); do
  case $1 in
    --trust) (($# > 1)) || usage; trust=$2; shift 2 ;;
    --repository) (($# > 1)) || usage; repository=$2; shift 2 ;;
    -*) usage ;;
    *) [[ -z $folder ]] || usage; folder=$1; shift ;;
  esac
done
[[ -n $folder && -n $trust ]] || usage
unset CDPATH
for tool in jq openssl python3 sha256sum find grep sed cmp base64; do
  command -v "$tool" >/dev/null || { echo "verify.sh needs $tool" >&2; exit 2; }
done
[[ -f $trust ]] || { echo "no trust file $trust" >&2; exit 2; }
trust=$(realpath "$trust")
[[ -z $repository ]] || repository=$(realpath "$repository")

scratch=$(mktemp -d)
: >"$scratch/findings"
# shellcheck disable=SC2317  # called by the trap
leave() {
  local status=$?
  if ((status == 1)) && [[ ! -s $scratch/findings ]]; then
    echo "FOLDER_UNREADABLE : the check could not go on"
  fi
  rm -rf "$scratch"
}
trap leave EXIT
finding() { printf '%s %s: %s\n' "$1" "$2" "$3" >>"$scratch/findings"; }

# The trusted keys, a line each: the name and the PEM text with its line ends as \n.
# shellcheck disable=SC2016  # a program of jq
jq -er 'if .formatVersion == "1" then
    [.envelopeKeys[], .checkpointKeys[] | .keyId + "\t" + (.pem | gsub("\n"; "\\n")) + "\n"] | add // ""
  else false end' "$trust" >"$scratch/trusted" 2>/dev/null && [[ -s $scratch/trusted ]] ||
  { echo "$trust is not a trust file" >&2; exit 2; }

finish() {
  if [[ -s $scratch/findings ]]; then
    cat "$scratch/findings"
    exit 1
  fi
  [[ -s $scratch/whole ]] || { echo "verify.sh did not come to the end of its check" >&2; exit 2; }
  echo "WHOLE $(<"$scratch/whole")"
  exit 0
}

if ! cd "$folder" 2>/dev/null; then
  finding FOLDER_UNREADABLE "" "a run folder is a directory that can be read"
  finish
fi

# 1. Names: only files under the closed list of names. Nothing is opened before this held.
blob='data/blobs/sha256/([0-9a-f]{2})/\1[0-9a-f]{62}'
names='data/(run\.json|policy/snapshot\.json|closure\.json|journal\.jsonl|journal\.checkpoint|tree\.json|diff\.patch'
names+='|verifier_report\.json|gate_report\.json|failure\.json)|attestations/gate\.vsa\.dsse\.json'
names+='|keys/(envelope\.pub\.pem|checkpoint\.pub\.pem|checkpoint\.vkey)'
names+='|bagit\.txt|bag-info\.txt|manifest-sha256\.txt|tagmanifest-sha256\.txt|seal\.dsse\.json'
list() { find . -mindepth 1 "$@" -printf '%P\0'; }
while IFS= read -r -d '' name; do
  finding ENTRY_NOT_A_FILE "${name@Q}" "a run folder has only files"
done < <(list ! -type d ! -type f)
while IFS= read -r -d '' name; do
  finding DIRECTORY_EMPTY "${name@Q}" "a run folder has no empty directory"
done < <(list -type d -empty)
while IFS= read -r -d '' name; do
  finding ENTRY_UNEXPECTED "${name@Q}" "a run folder has no file of this name"
done < <(list -type f | { grep -zvxE "$blob|$names" || true; })
for name in data/{run.json,policy/snapshot.json,journal.jsonl,journal.checkpoint} seal.dsse.json \
  keys/{envelope.pub.pem,checkpoint.pub.pem,checkpoint.vkey} bagit.txt bag-info.txt {,tag}manifest-sha256.txt; do
  [[ -f $name ]] || finding FILE_MISSING "$name" "every sealed run has this file"
done
[[ ! -s $scratch/findings ]] || finish

# 2. Manifests: written anew and compared, so that an added file shows as much as a changed one.
list -type f -path './data/*' | sort -z | xargs -0 sha256sum >"$scratch/manifest"
list -type f ! -path './data/*' ! -name tagmanifest-sha256.txt ! -name seal.dsse.json |
  sort -z | xargs -0 sha256sum >"$scratch/tagmanifest"
manifest() {
  cmp -s "$1" "$2" && return
  finding MANIFEST_MALFORMED "$1" "it is not what sha256sum writes of the files"
  comm -13 <(sort "$1") <(sort "$2") | while IFS= read -r line; do
    finding FILE_CHANGED "${line:66}" "it is not listed, or its digest is not the one in $1"
  done
  comm -23 <(cut -c67- "$1" | sort) <(cut -c67- "$2" | sort) | while IFS= read -r line; do
    finding FILE_MISSING "${line@Q}" "$1 lists it and it is not there"
  done
}
manifest manifest-sha256.txt "$scratch/manifest"
manifest tagmanifest-sha256.txt "$scratch/tagmanifest"
printf 'BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n' | cmp -s - bagit.txt ||
  finding BAG_TEXT_WRONG bagit.txt "it does not hold the declaration"
while read -r digest name; do
  [[ $name == data/blobs/* && ${name##*/} != "$digest" ]] &&
    finding BLOB_CHANGED "$name" "its digest is not its name"
done <"$scratch/manifest"

# 3. The trusted keys, each under its name: the digest of its SubjectPublicKeyInfo.
mkdir "$scratch/keys"
while IFS=$'\t' read -r id pem; do
  [[ -n $id ]] || continue # the end
  printf '%b' "$pem" >"$scratch/keys/pem"
  made=$(openssl pkey -pubin -in "$scratch/keys/pem" -outform DER 2>/dev/null | sha256sum | cut -d' ' -f1)
  [[ $made == "$id" ]] || { echo "trust file: keyId $id is not the digest of its key" >&2; exit 2; }
  mv "$scratch/keys/pem" "$scratch/keys/$id.pem"
done <"$scratch/trusted"

# 4. Envelopes: signature over the pre-authentication encoding, by the key that the envelope names.
type=application/vnd.in-toto+json
# Payload, signature, name of the key, and whether that key is trusted; one call, since jq takes long to start.
# shellcheck disable=SC2016  # a program of jq
parts='((.signatures[0].keyid | strings) // "") as $id
  | ([.payload, .signatures[0].sig | if type == "string" then . else tojson end] + [$id]
    + [any($trust[0].envelopeKeys[]; .keyId == $id) | tostring])[] + "\u0000"'
envelope() { # FILE NAME
  local payload=$scratch/$2.payload id part=()
  mapfile -d '' -t part < <(jq -j --slurpfile trust "$trust" "$parts" "$1" 2>/dev/null)
  if ! { ((${#part[@]} == 4)) && printf '%s' "${part[0]}" | base64 -d >"$payload.unverified" &&
    printf '%s' "${part[1]}" | base64 -d >"$scratch/$2.sig"; } 2>/dev/null; then
    finding ENVELOPE_MALFORMED "$1" "payload or signature is not base64 in JSON"
    return
  fi
  id=${part[2]}
  if [[ ${part[3]} != true ]]; then
    finding ENVELOPE_KEY_UNTRUSTED "$1" "the key it names is not trusted"
    return
  fi
  { printf 'DSSEv1 %d %s %d ' "${#type}" "$type" "$(stat -c %s "$payload.unverified")"
    cat "$payload.unverified"; } >"$scratch/pae"
  if openssl dgst -sha256 -verify "$scratch/keys/$id.pem" -signature "$scratch/$2.sig" "$scratch/pae" \
    >/dev/null 2>&1; then
    mv "$payload.unverified" "$payload"
    printf '%s' "$id" >"$scratch/$2.keyid"
  else
    finding ENVELOPE_SIGNATURE_WRONG "$1" "the signature does not verify"
  fi
}
envelope seal.dsse.json seal
[[ ! -f attestations/gate.vsa.dsse.json ]] || envelope attestations/gate.vsa.dsse.json vsa

# 5. The checkpoint: a signed note; the signature is over everything before the blank line.
run=$(jq -r '.runId | strings' data/run.json 2>/dev/null || true)
head -n 3 data/journal.checkpoint >"$scratch/note"
sed -n '5s/^.* //p' data/journal.checkpoint | tr -d '\n' >"$scratch/note.sig64"
signer=''
jq -r --arg run "$run" --arg origin "$(head -n 1 data/journal.checkpoint | tr -d '\0')" \
  '.checkpointKeys[] | select(.origin + $run == $origin) | .keyId' "$trust" >"$scratch/allowed"
if base64 -d "$scratch/note.sig64" 2>/dev/null | tail -c +5 >"$scratch/note.sig"; then
  while read -r id; do
    if openssl pkeyutl -verify -pubin -inkey "$scratch/keys/$id.pem" -rawin -in "$scratch/note" \
      -sigfile "$scratch/note.sig" >/dev/null 2>&1; then
      signer=$id
    fi
  done <"$scratch/allowed"
fi
if [[ -n $signer ]]; then
  cmp -s "$scratch/keys/$signer.pem" keys/checkpoint.pub.pem ||
    finding KEY_FILE_WRONG keys/checkpoint.pub.pem "it is not the trusted key that signed the checkpoint"
  openssl pkey -pubin -in "$scratch/keys/$signer.pem" -outform DER | tail -c 32 >"$scratch/checkpoint.key"
elif [[ -s $scratch/allowed ]]; then
  finding CHECKPOINT_SIGNATURE_WRONG data/journal.checkpoint "the signature is of no trusted key"
elif [[ -n $run ]]; then # without a run id there is no origin, and run.json is a finding below
  finding CHECKPOINT_KEY_UNTRUSTED data/journal.checkpoint "no trusted key signs for this origin"
fi
if [[ -f $scratch/seal.keyid ]]; then
  cmp -s "$scratch/keys/$(<"$scratch/seal.keyid").pem" keys/envelope.pub.pem ||
    finding KEY_FILE_WRONG keys/envelope.pub.pem "it is not the trusted key that signed the seal"
fi

# 6. What the files say: canonical JSON, chain, Merkle root, git tree, content, statements.
cat >"$scratch/check.py" <<'PYTHON'
import base64, hashlib, json, os, re, sys

scratch, trust_file = sys.argv[1:3]
findings = open(os.path.join(scratch, "findings"), "a", encoding="utf-8", errors="backslashreplace")


def shown(text):
    """One line without control characters: names come from the folder."""
    return "".join(c if c.isprintable() else "\\x%02x" % ord(c) for c in str(text))


def finding(code, path, message):
    findings.write("%s %s: %s\n" % (code, shown(path), shown(message)))


class Refused(Exception):
    pass


def demand(holds, message):
    if not holds:
        raise Refused(message)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def slurp(name):
    with open(name, "rb") as file:
        return file.read()


# Canonical JSON (RFC 8785) without floats, nulls, duplicates or deep nesting.

def pairs(members):
    names = [name for name, _ in members]
    demand(len(set(names)) == len(names), "a name is there twice")
    return dict(members)


def no_float(text):
    raise Refused("evidence holds no number like " + text[:40])


def canonical(value, depth=0):
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        demand(abs(value) < 2 ** 53, "an integer has at most 53 bits")
        return str(value)
    demand(isinstance(value, (dict, list)), "evidence holds no null")
    demand(depth < 64, "evidence is nested 64 levels deep at most")
    if isinstance(value, list):
        return "[" + ",".join(canonical(item, depth + 1) for item in value) + "]"
    names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    return "{" + ",".join(canonical(n) + ":" + canonical(value[n], depth + 1) for n in names) + "}"


def read_json(data):
    try:
        value = json.loads(data.decode("utf-8"), object_pairs_hook=pairs, parse_float=no_float,
                           parse_constant=no_float)
        demand(isinstance(value, dict), "evidence is an object")
        demand(canonical(value).encode("utf-8") == data, "the bytes are not the canonical form")
        return value
    except (ValueError, RecursionError) as e:
        raise Refused(str(e)[:200])


def file_json(name, code="JSON_MALFORMED"):
    if not os.path.exists(name):
        return None
    try:
        return read_json(slurp(name))
    except Refused as e:
        finding(code, name, e)
        return None


def members(value, required, optional=()):
    demand(isinstance(value, dict), "an object is expected")
    names = set(value)
    demand(set(required) <= names <= set(required) | set(optional),
           "members are missing or must not be there: " + ", ".join(sorted(names ^ set(required))))
    return value


HEX64 = re.compile(r"[0-9a-f]{64}")
HEX40 = re.compile(r"[0-9a-f]{40}")
NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3}|\.\d{6}|\.\d{9})?Z", re.ASCII)


def is_a(pattern, value):
    demand(isinstance(value, str) and pattern.fullmatch(value), "a digest, id, name or time is malformed")


def base64_exact(text):
    demand(isinstance(text, str), "base64 is a string")
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError as e:
        raise Refused(str(e))
    demand(base64.b64encode(data).decode() == text, "base64 is not canonical")
    return data


# The genesis and the policy.

RUN = "data/run.json"
run = file_json(RUN)
try:
    if run is not None:
        members(run, "formatVersion runId repository task base profile policySha256 agent image gatewayVersion"
                     " startedAt".split(), ["opening"] if run.get("formatVersion") == "2" else [])
        members(run["task"], ["id", "text"])
        members(run["base"], ["revision", "gitCommit", "gitTree"])
        members(run["image"], ["id", "manifestSha256"])
        demand(run["formatVersion"] in ("1", "2"), "the format is another")
        demand(all(isinstance(text, str) for part in (run, run["task"], run["base"], run["image"])
                   for text in part.values() if not isinstance(text, dict)), "members are strings")
        is_a(TIME, run["startedAt"])
        is_a(HEX64, run["policySha256"])
        is_a(HEX40, run["base"]["gitCommit"])
        is_a(HEX40, run["base"]["gitTree"])
        if "opening" in run:
            members(run["opening"], ["key", "requestSha256"])
            is_a(NAME, run["opening"]["key"])
            is_a(HEX64, run["opening"]["requestSha256"])
except Refused as e:
    finding("RUN_RECORD_MALFORMED", RUN, e)
    run = None
if run is None:
    findings.close()
    sys.exit()  # nothing else can be held against it
run_id = run["runId"]
references = run["formatVersion"] == "2"  # large requests by reference, and failure.json
file_json("data/policy/snapshot.json")
if sha256(slurp("data/policy/snapshot.json")) != run.get("policySha256"):
    finding("POLICY_CHANGED", "data/policy/snapshot.json", "its digest is not the one in run.json")

payload = [os.path.join(at, name) for at, _, found in os.walk("data") for name in found]
payload_bytes = sum(os.path.getsize(name) for name in payload)
bag_info = "External-Identifier: %s\nPayload-Oxum: %d.%d\n" % (run_id, payload_bytes, len(payload))
if slurp("bag-info.txt") != bag_info.encode("utf-8"):
    finding("BAG_TEXT_WRONG", "bag-info.txt", "it does not hold what it must for this folder")

# The journal.

KINDS = {
    "run.begin": (["agent"], ["closureSha256"]),
    "lease.taken": (["agent", "fence"], ["key"]),
    "call.intent": (["callId", "actor", "fence", "op", "requestSha256", "decision"],
                    ["request", "requestRef", "key", "isolation"]),
    "call.outcome": (["callId", "status", "answer", "paths", "contents"], []),
    "call.refused": (["callId", "actor", "op", "code", "reason"], ["request", "requestRef", "decision"]),
    "call.confirmed": (["callId", "agrees", "detail"], []),
    "call.aborted": (["callId", "reason"], []),
    "approval.requested": (["approval", "contents"], []),
    "approval.settled": (["approvalId", "state", "by", "comment", "proposalSha256"], []),
    "scratch.lost": ([], []),
    "run.submitted": (["actor"], []),
    "run.end": (["status"], ["cancelled"]),
}
STATUSES = ["COMPLETED", "CRASHED", "CANCELLED"]
JOURNAL = "data/journal.jsonl"
wanted, carried = set(), {sha256(b"")}


def want_versions(change):
    for version in (change.get("before"), change.get("after")):
        if version is not None:
            members(version, ["mode", "size", "sha256", "gitBlob"])
            is_a(HEX64, version["sha256"])
            if version["mode"] != "160000":
                wanted.add(version["sha256"])


def want_named(value):
    if isinstance(value, list):
        for item in value:
            want_named(item)
    elif isinstance(value, dict):
        for name, item in value.items():
            if name in ("blobSha256", "reportSha256") and isinstance(item, str) and HEX64.fullmatch(item):
                wanted.add(item)
            else:
                want_named(item)


def request(line):
    demand(("request" in line) != ("requestRef" in line), "an event has either request or requestRef")
    if "request" in line:
        demand(isinstance(line["request"], dict), "a request is an object")
        demand(not references or len(canonical(line["request"]).encode("utf-8")) <= 4096,
               "a request of more than 4 KiB is a requestRef")
        return
    demand(references, "format 1 has no requestRef")
    reference = members(line["requestRef"], ["sha256", "bytes", "kept"])
    is_a(HEX64, reference["sha256"])
    demand(type(reference["bytes"]) is int and reference["bytes"] > 4096, "its length is more than 4 KiB")
    demand(type(reference["kept"]) is bool, "kept is true or false")
    demand(reference["kept"] or line["kind"] == "call.refused", "the request of a call that is done is kept")
    if reference["kept"]:
        wanted.add(reference["sha256"])


def cancellation(line):
    demand(references, "format 1 does not say who cancelled a run")
    demand(line["status"] == "CANCELLED", "a run that nobody cancelled does not say who cancelled it")
    cancelled = members(line["cancelled"], ["by", "role", "key", "reason"])
    is_a(NAME, cancelled["by"])
    is_a(NAME, cancelled["key"])
    reason = cancelled["reason"]
    demand(isinstance(reason, str) and 0 < len(reason.encode("utf-16-le")) <= 2 * 4096 and "\0" not in reason,
           "the reason of a cancellation has 1 to 4096 characters, none of them U+0000")
    demand(cancelled["role"] in ("OPERATOR", "AGENT"), "an operator or an agent cancels a run")
    demand(cancelled["role"] == "OPERATOR" or cancelled["by"] == agent,
           "the agent that cancelled the run is not its own")


def event(line):
    demand(line.get("kind") in KINDS, "unknown kind of event")
    required, optional = KINDS[line["kind"]]
    members(line, ["seq", "prev", "kind", "at"] + required, optional)
    is_a(TIME, line["at"])
    for content in line.get("contents", []):
        data = base64_exact(content)
        demand(len(data) <= 4096, "inline content has at most 4 KiB")
        carried.add(sha256(data))
    if line["kind"] == "run.begin" and "closureSha256" in line:
        demand(references, "format 1 has no closure")
        is_a(HEX64, line["closureSha256"])
    if line["kind"] == "lease.taken":
        demand(references or "key" not in line, "format 1 has no key of a lease")
    if line["kind"] in ("call.intent", "call.refused"):
        request(line)
    if line["kind"] == "call.outcome":
        want_named(line["answer"])
        for path in line["paths"]:
            if path["disposition"] in ("COMMITTED", "HELD"):
                want_versions(path)
    if line["kind"] == "approval.requested":
        want_versions(line["approval"]["change"])
    if line["kind"] == "run.end":
        demand(line["status"] in STATUSES, "a run ends in no such way")
        if "cancelled" in line:
            cancellation(line)


def node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


size, head, subtrees, status, closure_named, agent = 0, sha256(slurp(RUN)), [], None, None, None
with open(JOURNAL, "rb") as journal:
    for raw in journal:
        where = "line %d: " % (size + 1)
        if not raw.endswith(b"\n"):
            finding("JOURNAL_MALFORMED", JOURNAL, where + "it has no line feed")
            break
        raw = raw[:-1]
        try:
            line = read_json(raw)
        except Refused as e:
            finding("JOURNAL_MALFORMED", JOURNAL, where + str(e))
            break
        if type(line.get("seq")) is not int or not isinstance(line.get("prev"), str):
            finding("JOURNAL_MALFORMED", JOURNAL, where + "seq is an integer and prev is a digest")
            break
        counted, chained = line["seq"] == size, line["prev"] == head
        if not counted:
            finding("JOURNAL_SEQ_BROKEN", JOURNAL, where + "seq is not %d" % size)
        if not chained:
            finding("JOURNAL_CHAIN_BROKEN", JOURNAL, where + "prev is not the digest of what comes before")
        if not (counted and chained):
            break
        if status is not None:
            finding("JOURNAL_NOT_ENDED", JOURNAL, where + "it follows run.end")
        try:
            event(line)
            if size == 0 and line["kind"] == "run.begin":
                closure_named, agent = line.get("closureSha256"), line["agent"]
        except (Refused, KeyError, TypeError, AttributeError) as e:
            finding("JOURNAL_EVENT_MALFORMED", JOURNAL, where + str(e))
        if line.get("kind") == "run.end" and line.get("status") in STATUSES:
            status = line["status"]
        size, head = size + 1, sha256(raw)
        subtrees.append((1, hashlib.sha256(b"\x00" + raw).digest()))
        while len(subtrees) > 1 and subtrees[-1][0] == subtrees[-2][0]:
            (count, right), (_, left) = subtrees.pop(), subtrees.pop()
            subtrees.append((2 * count, node(left, right)))
if status is None:
    finding("JOURNAL_NOT_ENDED", JOURNAL, "the last line is not run.end")
root = hashlib.sha256(b"").digest()
if subtrees:
    root = subtrees[-1][1]
    for _, left in reversed(subtrees[:-1]):
        root = node(left, root)

# The checkpoint: the exact bytes, with the signature that was verified already.

CHECKPOINT = "data/journal.checkpoint"
origin = "gatehouse.dev/runs/" + run_id
lines = slurp(CHECKPOINT).decode("utf-8", "replace").split("\n")
try:
    demand(len(lines) == 6 and lines[3] == "" and lines[5] == "", "it is not a note with one signature")
    if lines[0] != origin:
        finding("CHECKPOINT_ORIGIN_WRONG", CHECKPOINT, "it is of another run")
    if lines[1] != str(size):
        finding("CHECKPOINT_SIZE_WRONG", CHECKPOINT, "it does not count the journal's %d lines" % size)
    if lines[2] != base64.b64encode(root).decode():
        finding("CHECKPOINT_ROOT_WRONG", CHECKPOINT, "its root is not that of the journal's lines")
    mark, name, signature = lines[4].split(" ")
    demand(mark == "\u2014" and name == lines[0], "the signature is under another name")
    signature = base64_exact(signature)
    demand(len(signature) == 68, "a signature has 4 and 64 bytes")
    if os.path.exists(os.path.join(scratch, "checkpoint.key")):
        typed = b"\x01" + slurp(os.path.join(scratch, "checkpoint.key"))
        hint = hashlib.sha256(origin.encode() + b"\n" + typed).digest()[:4]
        demand(signature[:4] == hint, "the note names another key")
        vkey = "%s+%s+%s\n" % (origin, hint.hex(), base64.b64encode(typed).decode())
        if slurp("keys/checkpoint.vkey") != vkey.encode():
            finding("KEY_FILE_WRONG", "keys/checkpoint.vkey", "it is not the trusted key")
except (Refused, ValueError) as e:
    finding("CHECKPOINT_MALFORMED", CHECKPOINT, e)

# The tree: git's own hash of modes, names and blob ids.

TREE = "data/tree.json"


def git_tree(entries, offset):
    rows, i = [], 0
    while i < len(entries):
        path, file = entries[i]
        slash = path.find(b"/", offset)
        if slash < 0:
            rows.append((path[offset:], file["mode"].encode(), path[offset:], file["gitBlob"]))
            i += 1
            continue
        end = i
        while end < len(entries) and entries[end][0].startswith(path[:slash + 1]):
            end += 1
        rows.append((path[offset:slash + 1], b"40000", path[offset:slash], git_tree(entries[i:end], slash + 1)))
        i = end
    body = b"".join(mode + b" " + name + b"\x00" + bytes.fromhex(sha) for _, mode, name, sha in sorted(rows))
    return hashlib.sha1(b"tree %d\x00" % len(body) + body).hexdigest()


def tree_entry(file):
    name = "path" if "path" in file else "pathHex"
    members(file, [name, "mode", "size", "sha256", "gitBlob"])
    demand(file["mode"] in ("100644", "100755", "120000", "160000"), "unknown mode")
    demand(isinstance(file["size"], int) and file["size"] is not True, "a size is an integer")
    is_a(HEX64, file["sha256"])
    is_a(HEX40, file["gitBlob"])
    if name == "path":
        path = file["path"].encode("utf-8")
    else:
        is_a(re.compile(r"([0-9a-f]{2})*"), file["pathHex"])
        path = bytes.fromhex(file["pathHex"])
        try:
            path.decode("utf-8")
        except UnicodeDecodeError:
            pass
        else:
            raise Refused("a path that is text is written as text")
    demand(not {b"", b".", b".."} & set(path.split(b"/")), "a component is empty or dots")
    return path, file


# The closure: the one that the first event names.

CLOSURE = "data/closure.json"
closure = file_json(CLOSURE)
if (sha256(slurp(CLOSURE)) if os.path.exists(CLOSURE) else None) != closure_named:
    finding("CLOSURE_CHANGED", CLOSURE, "it is not the one that the first event names")


def tree_path(value, more):
    name = "path" if "path" in value else "pathHex"
    members(value, [name] + more)
    if name == "pathHex":
        is_a(re.compile(r"([0-9a-f]{2})*"), value["pathHex"])
    demand(isinstance(value[name], str), "a path is a string")


def sentences(value):
    demand(isinstance(value, list) and all(isinstance(text, str) for text in value), "sentences are strings")


try:
    if closure is not None:
        members(closure, "formatVersion otherNames named leftOut computed sources contents".split())
        demand(closure["formatVersion"] == "1", "the closure's format is another")
        for other in closure["otherNames"]:
            tree_path(other, ["as", "because"])
            tree_path(other["as"], [])
            sentences(other["because"])
        for named in closure["named"]:
            tree_path(named, ["reach", "because"])
            demand(named["reach"] in ("PATH", "BELOW", "SOURCES", "MATCHING", "IMPORTS"), "unknown reach")
            sentences(named["because"])
        for path in closure["leftOut"]:
            tree_path(path, [])
        for computed in closure["computed"]:
            members(computed, ["where", "what"])
            sentences([computed["where"], computed["what"]])
        for source in closure["sources"]:
            tree_path(source, ["blobSha256"])
            is_a(HEX64, source["blobSha256"])
        for content in closure["contents"]:
            data = base64_exact(content)
            demand(len(data) <= 4096, "inline content has at most 4 KiB")
            carried.add(sha256(data))
        want_named(closure)
except (Refused, KeyError, TypeError, AttributeError) as e:
    finding("REPORT_MALFORMED", CLOSURE, e)

result_tree = None
tree = file_json(TREE)
if tree is not None:
    try:
        members(tree, ["files", "gitTree"])
        entries = [tree_entry(file) for file in tree["files"]]
        paths = [path for path, _ in entries]
        demand(all(a < b for a, b in zip(paths, paths[1:])), "files are not sorted, or twice there")
        parents = {path[:i] for path in paths for i in range(len(path)) if path[i:i + 1] == b"/"}
        demand(not parents & set(paths), "a file lies where another has a directory")
        result_tree = git_tree(entries, 0)
        if result_tree != tree["gitTree"]:
            finding("TREE_ID_WRONG", TREE, "its files make the git tree " + result_tree)
    except (Refused, KeyError, TypeError, AttributeError) as e:
        finding("TREE_MALFORMED", TREE, e)

# Reports, and the content that everything relies on.

VERIFIER, GATES, VSA, DIFF, SEAL, FAILURE = (
    "data/verifier_report.json", "data/gate_report.json", "attestations/gate.vsa.dsse.json", "data/diff.patch",
    "seal.dsse.json", "data/failure.json")
report = file_json(VERIFIER)
try:
    if report is not None:
        want_named(report)
        judged = ["base"] if references else []
        members(report, ["formatVersion", "resultTree", "verifiedTree", "control", "steps"], judged)
        if "base" in report:
            is_a(HEX64, members(report["base"], ["reportSha256"])["reportSha256"])
        for judge in [step["judge"] for step in report["steps"] if "judge" in step]:
            demand(references, "format 1 does not say how a step was judged")
            members(judge, ["key", "environment", "reportSha256"])
            is_a(HEX64, judge["key"])
            is_a(HEX64, judge["reportSha256"])
            demand(all(isinstance(value, str) for value in judge["environment"].values()), "a variable is a string")
except (Refused, KeyError, TypeError, AttributeError) as e:
    finding("REPORT_MALFORMED", VERIFIER, e)
gates = file_json(GATES)
if gates is not None and gates.get("verdict") not in ("PASSED", "FAILED"):
    finding("REPORT_MALFORMED", GATES, "a verdict is PASSED or FAILED")
    gates = None
failed = os.path.exists(FAILURE)
if failed and not references:
    finding("ENTRY_UNEXPECTED", FAILURE, "format 1 has no file of this name")
    failed = False
failure = file_json(FAILURE) if failed else None
try:
    if failure is not None:
        members(failure, ["code", "reason", "step"])
        is_a(re.compile(r"[A-Z][A-Z0-9_]{0,63}"), failure["code"])
        is_a(re.compile(r"[a-z][a-z0-9-]{0,63}"), failure["step"])
        demand(isinstance(failure["reason"], str), "a reason is a string")
except Refused as e:
    finding("REPORT_MALFORMED", FAILURE, e)
if failed and gates and gates.get("verdict") != "FAILED":
    finding("REPORT_MALFORMED", GATES, "a run whose closing failed did not pass")
for digest in sorted(wanted - carried):
    blob = "data/blobs/sha256/%s/%s" % (digest[:2], digest)
    if not os.path.exists(blob):
        finding("CONTENT_MISSING", blob, "the journal or a report relies on this content")
for one, other in ((TREE, DIFF), (DIFF, TREE), (GATES, VSA), (VSA, GATES), (GATES, VERIFIER), (GATES, TREE)):
    if (one, other) == (TREE, DIFF) and failed:
        continue
    if os.path.exists(one) and not os.path.exists(other):
        finding("FILE_MISSING", other, one + " is there and needs it")

# The statements: exactly what the folder's files call for.

trust = json.loads(slurp(trust_file))


def statement(name, file, predicate_type, issuer_member, issuer):
    try:
        envelope = read_json(slurp(file))
        members(envelope, ["payload", "payloadType", "signatures"])
        demand(envelope["payloadType"] == "application/vnd.in-toto+json", "the payload is of another type")
        demand(isinstance(envelope["signatures"], list) and len(envelope["signatures"]) == 1,
               "an envelope has one signature")
        members(envelope["signatures"][0], ["keyid", "sig"])
        base64_exact(envelope["signatures"][0]["sig"])
        signed = base64_exact(envelope["payload"])
    except Refused as e:
        finding("ENVELOPE_MALFORMED", file, e)
        return None
    verified = os.path.join(scratch, name + ".payload")
    if not os.path.exists(verified):
        return None
    try:
        demand(slurp(verified) == signed, "the payload that was verified is another")
        found = members(read_json(signed), ["_type", "subject", "predicateType", "predicate"])
        demand(found["_type"] == "https://in-toto.io/Statement/v1", "not an in-toto Statement v1")
        says = found["predicate"][issuer_member]["id"]
    except (Refused, KeyError, TypeError) as e:
        finding("STATEMENT_MALFORMED", file, e)
        return None
    if found["predicateType"] != predicate_type:
        finding("PREDICATE_TYPE_WRONG", file, "another predicate type")
        return None
    key = [k for k in trust["envelopeKeys"] if k["keyId"] == envelope["signatures"][0]["keyid"]][0]
    if says != issuer or {"predicateType": predicate_type, "issuer": issuer} not in key["issuers"]:
        finding("ISSUER_UNTRUSTED", file, "the key may not sign for this issuer")
        return None
    return found


def compare(file, found, subjects, predicate, codes, time_member):
    if found["subject"] != subjects:
        finding(codes["subject"], file, "its subjects are not what the folder holds")
    has = found["predicate"]
    time = has.get(time_member)
    if isinstance(time, str) and TIME.fullmatch(time):
        predicate[time_member] = time
    for member in sorted(set(has) | set(predicate)):
        if member not in has or member not in predicate or canonical(has[member]) != canonical(predicate[member]):
            finding(codes.get(member, codes["otherwise"]), file, "member " + member + " is not what the folder says")


def subject(name):
    return {"name": name, "digest": {"sha256": sha256(slurp(name))}}


result = [subject(DIFF)] if os.path.exists(DIFF) else []
if result_tree is not None:
    result.append({"name": "result-tree", "digest": {"gitTree": result_tree}})

seal = statement("seal", SEAL, "https://gatehouse.dev/attestations/run-seal/v1", "gateway",
                 "https://gatehouse.dev/gateway")
if seal is not None:
    predicate = {
        "formatVersion": run["formatVersion"], "runId": run_id, "status": status or "", "genesisSha256": sha256(slurp(RUN)),
        "policySha256": sha256(slurp("data/policy/snapshot.json")),
        "journal": {"entries": size, "headSha256": head, "rootSha256": root.hex(), "hash": "rfc6962-sha256"},
        "payload": {"files": len(payload), "bytes": payload_bytes},
        "verdict": "FAILED" if failed else gates.get("verdict") if gates else "NONE",
        "gateway": {"id": "https://gatehouse.dev/gateway", "version": run["gatewayVersion"]},
    }
    if os.path.exists(GATES):
        predicate["gateReportSha256"] = sha256(slurp(GATES))
    compare(SEAL, seal, [subject("tagmanifest-sha256.txt"), subject("manifest-sha256.txt")] + result, predicate,
            {"subject": "SEAL_SUBJECTS_WRONG", "otherwise": "SEAL_PREDICATE_WRONG"}, "sealedAt")
    with open(os.path.join(scratch, "whole"), "w", encoding="utf-8", errors="backslashreplace") as whole:
        whole.write("%s %s %s" % (run_id, predicate["status"], predicate["verdict"]))

if os.path.exists(VSA):
    vsa = statement("vsa", VSA, "https://slsa.dev/verification_summary/v1", "verifier",
                    "https://gatehouse.dev/gates")
    if vsa is not None and not gates:
        finding("VSA_RESULT_WRONG", VSA, "no gate report bears it out")
    elif vsa is not None:
        levels = ["FAILED"]
        try:
            if gates["verdict"] == "PASSED":
                levels = sorted({"ORG_SOURCE_GATE_" + r["gate"].upper().replace("-", "_")
                                 for r in gates["results"] if r["status"] == "PASS"})
        except (KeyError, TypeError, AttributeError):
            levels = []
        if not levels:
            finding("VSA_RESULT_WRONG", VSA, "no gate report bears it out")
        predicate = None if not levels else {
            "verifier": {"id": "https://gatehouse.dev/gates", "version": {"gatehouse": run["gatewayVersion"]}},
            "resourceUri": "gatehouse:repository/" + run["repository"],
            "policy": {"uri": "gatehouse:profile/" + run["profile"], "digest": {"sha256": run["policySha256"]}},
            "verificationResult": gates["verdict"], "verifiedLevels": levels, "slsaVersion": "1.2",
        }
        if predicate:
            compare(VSA, vsa, result, predicate,
                    {"subject": "VSA_SUBJECTS_WRONG", "resourceUri": "VSA_RESOURCE_WRONG",
                     "verificationResult": "VSA_RESULT_WRONG", "verifiedLevels": "VSA_LEVELS_WRONG",
                     "otherwise": "VSA_PREDICATE_WRONG"}, "timeVerified")
findings.close()
PYTHON
if ! python3 -I "$scratch/check.py" "$scratch" "$trust" 2>"$scratch/python.err"; then
  finding FOLDER_UNREADABLE "" "$(tail -n 1 "$scratch/python.err")"
fi

# 7. The patch, where there is a clone: base commit and patch make the result tree.
if [[ -n $repository && -f data/diff.patch && ! -s $scratch/findings ]]; then
  run_git() {
    env -i PATH="$PATH" HOME="$scratch" LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_INDEX_FILE="$scratch/index" \
      GIT_OBJECT_DIRECTORY="$scratch/objects" GIT_ALTERNATE_OBJECT_DIRECTORIES="$objects" \
      git -c safe.directory='*' -c core.fsmonitor=false -c core.hooksPath=/dev/null --git-dir="$git_dir" "$@"
  }
  git_dir=$(git -c safe.directory='*' -C "$repository" rev-parse --absolute-git-dir)
  objects=$(realpath "$git_dir/objects")
  mkdir "$scratch/objects"
  base=$(jq -r .base.gitCommit data/run.json)
  if ! { run_git read-tree "$base" && run_git apply --cached --allow-empty "$PWD/data/diff.patch"; } \
    2>"$scratch/git.err" || [[ $(run_git write-tree) != "$(jq -r .gitTree data/tree.json)" ]]; then
    finding DIFF_WRONG data/diff.patch "base commit and patch do not make the result tree"
  fi
fi
finish
