# shellcheck shell=bash
# What was found about the machine: one entry per item.
# State: ok, warn (works, but somebody should know) or missing. Fix: "package:NAME", "step:FUNCTION", or empty when only a person can do it.

declare -A item_state=() item_detail=() item_next=() item_fix=()
item_order=()

record() {
  [[ -v item_state[$2] ]] || item_order+=("$2")
  item_state[$2]=$1 item_detail[$2]=$3 item_next[$2]=$4 item_fix[$2]=$5
}
# ok ITEM DETAIL
ok() { record ok "$1" "$2" '' ''; }
# warn ITEM DETAIL NEXT
warn() { record warn "$1" "$2" "$3" ''; }
# lacks ITEM DETAIL NEXT [FIX]
lacks() { record missing "$1" "$2" "$3" "${4:-}"; }

# inspect ITEM...: looks at each item now; a former answer about it is replaced.
inspect() {
  local item
  for item; do
    if [[ -v tool_package[$item] ]]; then check_tool "$item"; else "check_$item"; fi
  done
}

# missing_items: the names of what is missing, one per line.
missing_items() {
  local item
  for item in "${item_order[@]}"; do
    if [[ ${item_state[$item]} == missing ]]; then printf '%s\n' "$item"; fi
  done
}

print_items() {
  local item next
  for item in "${item_order[@]}"; do
    next=${item_next[$item]:+; next: ${item_next[$item]}}
    printf '%-8s %-11s %s%s\n' "${item_state[$item]}" "$item" "${item_detail[$item]}" "$next"
  done
}

# print_items_json: {"ok": boolean, "items": [{"item", "state", "detail", "next"}]}, without jq, which may be what is missing.
print_items_json() {
  local item comma='' all=true
  [[ -z $(missing_items) ]] || all=false
  printf '{"ok":%s,"items":[' "$all"
  for item in "${item_order[@]}"; do
    printf '%s\n{"item":%s,"state":%s,"detail":%s,"next":%s}' "$comma" "$(json_string "$item")" \
      "$(json_string "${item_state[$item]}")" "$(json_string "${item_detail[$item]}")" "$(json_string "${item_next[$item]}")"
    comma=,
  done
  printf '\n]}\n'
}

json_string() {
  local text=${1//\\/\\\\}
  text=${text//\"/\\\"}
  text=${text//[[:cntrl:]]/ }
  printf '"%s"' "$text"
}
