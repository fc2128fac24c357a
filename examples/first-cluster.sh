#!/bin/sh
# From hosts of your own to a first cluster, by the API alone. Needs curl, jq and a running server (npm start).
#
#   examples/first-cluster.sh key                       makes an SSH key and tells how it is let in on your hosts
#   examples/first-cluster.sh cluster machines.json     sets up a cluster on the hosts of the file and adds an account
#
# HOSTWRIGHT_URL is the API (default: http://127.0.0.1:4600/graphql), HOSTWRIGHT_TOKEN_FILE a file with a token for it
# (default: hostwright-token). The first host of the file is the manager. Run again, it does not do again what was
# done, and does what the file says by now: hosts and the cluster are those of its names.
set -eu

url=${HOSTWRIGHT_URL:-http://127.0.0.1:4600/graphql}
token_file=${HOSTWRIGHT_TOKEN_FILE:-hostwright-token}
key_name=first-cluster
file=${2:-machines.json}
# A path that begins with a hyphen is no option of what reads it.
case $file in -*) file=./$file ;; esac
case $token_file in -*) token_file=./$token_file ;; esac
# As it stands in a line to copy.
token_word=$token_file
case $token_file in *[!A-Za-z0-9_@%+=:,./-]*) token_word=\'$(printf '%s' "$token_file" | sed "s/'/'\\\\''/g")\' ;; esac
wait="npm run --silent hostwright -- wait --token-file $token_word"

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
}

# What is at the URL is printed, and stands among the arguments of curl: neither may hold a secret.
need_url() {
  server=${url#*://}
  case ${server%%[/?#]*} in
    *@*) echo 'Give HOSTWRIGHT_URL without a user and a password in it; who asks is told by HOSTWRIGHT_TOKEN_FILE.' ;;
    *) case $url in http://* | https://*) return 0 ;; esac
      echo "HOSTWRIGHT_URL is $url; give one that begins with http:// or https://, like http://127.0.0.1:4600/graphql." ;;
  esac >&2
  return 2
}

need_token() {
  [ -f "$token_file" ] && [ -r "$token_file" ] && [ -s "$token_file" ] && return
  echo "There is no token that can be read in $token_file; make one by:" >&2
  echo "  (umask 077; npm run --silent hostwright -- token create >$token_word)" >&2
  echo 'Give it the same --data as the server, where the server was given one.' >&2
  return 2
}

need_file() {
  [ -f "$file" ] && [ -r "$file" ] && return
  if [ ! -e "$file" ]; then
    echo "There is no $file here; copy examples/machines.json and put your hosts in."
  elif [ ! -f "$file" ]; then
    echo "$file is no file; give the copy of examples/machines.json that has your hosts in."
  else
    echo "$file cannot be read by the user that runs this; see to its permissions."
  fi >&2
  return 2
}

# Options for curl by its standard input: the token is in no argument, which everybody on the machine could read.
authorization() {
  printf 'header = "authorization: Bearer %s"\n' "$(cat "$token_file")"
}

# Sends a document ($1) with variables in JSON ($2) and prints the whole answer.
send() {
  body=$(jq -n --arg query "$1" --argjson variables "$2" '{query: $query, variables: $variables}')
  authorization | curl -s --config - --max-time 60 -H 'content-type: application/json' --data "$body" "$url" || {
    case $? in
      35) echo "What answers at $url speaks no TLS; write http:// instead of https:// in HOSTWRIGHT_URL." ;;
      1 | 8 | 52) echo "What answers at $url speaks no HTTP; give the URL of the API by HOSTWRIGHT_URL." ;;
      28) echo "$url gave no answer within 60 seconds. Is that the URL of the API? Give another one by HOSTWRIGHT_URL." ;;
      60) echo "What answers at $url shows a certificate that this machine does not trust." ;;
      *) echo "$url cannot be reached. Is the server running (npm start)? Where it is elsewhere, give its URL by HOSTWRIGHT_URL." ;;
    esac >&2
    return 1
  }
}

# What every mutation is asked for besides, and what a failed operation is.
errors='userErrors { code field message severity subject operationId rule { id } remedies { title mutation input command } }'
failure='message rule remedies { title mutation input command }'

# What there is to do, as a line for a person: what is said in machines.json is mended there, since the next run does what it says.
# Of requests the titles are told.
words='
  # What hosts said is among it, and a terminal obeys what it is shown: what moves its cursor or hides lines is shown as unprintable.
  def shown: gsub("(?![\\n\\t])\\p{Cc}"; "\ufffd");
  def remedies($first): .input.hostId as $id | ([$hosts[] | select(.id == $id)][0]) as $host
    | "  → " + if .command then "\(.title):\n    \(.command)"
      elif .mutation == "updateHost" and $host
        then ([("address", "port", "user") as $key | select(.input | has($key)) | $host[$key]] | join(" or ")) as $what
          | "If \($what) of \($host.name) is wrong: \($first)mend it in \($file), and run this again"
      elif .mutation == "confirmHostKey" and $host
        then "\(.title): \($first)mend fingerprint of \($host.name) in \($file), and run this again"
      else .title end;'
hosts='[]'

# Where in machines.json a part of the input came from; nothing where that is in no place of it.
keys='
  def key:
    if .[0] != "manifest" then select($host) | .[0] | {address: (if $host.sshAddress then "sshAddress" else "address" end),
        hostKeyFingerprint: "fingerprint", fingerprint: "fingerprint", name: "name", port: "port", user: "user"}[. // ""]
      | select(.) | "\(.) of host \($host.name)"
    elif .[1] == "networks" then "network"
    elif .[1] == "balancedServices" then "serviceAddress"
    elif .[1] == "accounts" then if .[3] == "domain" then "domain" else "account" end
    elif .[1] == "members" and .[2] == null then "hosts"
    elif .[1] == "members" then (.[2] | tonumber) as $nth | "host \($hosts[$nth].name)" as $member
      | if .[3] == "host" then "name of host number \($nth + 1)"
        elif .[3] == "addresses" and .[4] then ["address of \($member)", "quorumAddress", "serviceAddress"][.[4] | tonumber]
        else $member end
    else .[1] as $same | "name", "quorumAddress", "webServer" | select(. == $same) end;
  # Without lines and columns of a manifest that nobody has seen.
  def unplaced: sub("^line [0-9]+, column [0-9]+: "; "") | sub(": first in line [0-9]+, (?<path>\\S+)$";
    ": it is \(["manifest"] + (.path / ".") | first(key, "elsewhere")) already");'
say() {
  jq --unbuffered -r --argjson hosts "$hosts" --arg file "$file" "$@"
}

# Sends a document ($1) with variables in JSON ($2) and prints what a filter of jq ($3) finds in the data, or says what is
# wrong and fails. $4 is the host of the file that it is about.
ask() {
  answer=$(send "$1" "$2")
  printf '%s' "$answer" | jq -e 'has("data") or has("errors")' >/dev/null 2>&1 || {
    echo "What answers at $url is no GraphQL API; the URL in HOSTWRIGHT_URL usually ends in /graphql." >&2
    return 1
  }
  wrong=$(printf '%s' "$answer" | say --argjson host "${4:-null}" --arg wait "$wait" "$words$keys"'
    ([.data // {} | .[] | objects | .userErrors // [] | .[]]) as $refused
    | ((.errors // []) + $refused | .[] | select(.message | test("^line [0-9]+, column [0-9]+: no requirement was judged: ") | not)
      | (.field // []) as $field | first(($field | key), null) as $key
      | (if $key then "\($file): \($key): " else (if $host then "\($host.name): " else "" end) + "\(.code // .extensions.code): " end)
        + (if .rule then "\(.rule.id): " else "" end) + (.message | unplaced | sub(" If this is meant, acknowledge .*"; ""))
        + (if $key or .rule or $field == [] or $field == ["manifest"] then "" else " (\($field[-1]))" end),
        (.remedies // [] | .[] | remedies("")),
        (select(.severity == "WARNING" and .code == "RULE_VIOLATED")
          | "  → If that is meant, add to acknowledge in \($file): \({rule: .rule.id, subject} | tojson); or to acceptWarnings, for all that it warns of: \(.rule.id | tojson)"),
        (select(.code == "WRONG_STATE" and $field[0] == "manifest" and ($field | length) > 1 and $key == null)
          | "  → \($file) cannot say that; change the cluster by its manifest from now on (hostwright export, then hostwright apply)"),
        (.operationId // empty | "  → It goes on, by what \($file) says now. Wait for it, then run this again:\n    \($wait) \(.)")),
      (select($refused != []) | "Nothing was changed on the hosts; mend this and run it again.") | shown')
  if [ -n "$wrong" ]; then
    printf '%s\n' "$wrong" >&2
    return 1
  fi
  printf '%s' "$answer" | jq -r ".data | $3"
}

# Waits for an operation ($1) that does what $2 says, on the server's stream of events, which ends with it; takes a broken stream
# up again. What a host waits for is told once with what to do about it, further tries of the same in a short line.
follow() {
  [ "$1" != null ] || return 0
  echo "  operation $1: $2"
  variables=$(jq -n --arg id "$1" '{id: $id}')
  document='subscription($id: ID!) { operationEvents(id: $id) { kind host data } }'
  body=$(jq -n --arg query "$document" --argjson variables "$variables" '{query: $query, variables: $variables}')
  while :; do
    authorization |
      curl -sN --config - --max-time 3600 -H 'content-type: application/json' -H 'accept: text/event-stream' \
        --data "$body" "$url/stream" |
      while read -r line; do
        case $line in 'data: '*) printf '%s\n' "${line#data: }" ;; esac
      done |
      say -n "$words"'
        foreach (inputs | .data.operationEvents // empty) as {$kind, $host, $data} ({};
          (if $kind == "task.waiting" and .said[$host] == $data.message
            then .line = "  \($host) waits, tried \($data.attempts) times, next try at \($data.nextAttemptAt)"
            elif $kind == "task.waiting"
            then .line = "  \($host) waits: \($data.message | ltrimstr("\($host): "))"
                + if $data.until then "; it is tried until \($data.until)" else "; it is tried \($data.mostAttempts) times" end
              | if $data.until then .line += ($data.remedies // [] | map("\n  \(remedies("end this script by Ctrl-C, "))") | add // "")
                else . end
            else .line = "  \([$host, $kind, $data.step, $data.summary // $data.message] | map(select(.)) | join(" "))" end)
          | if $kind == "task.waiting" then .said[$host] = $data.message else . end
          # What there is to do about what failed is told at the end, or here once another host keeps the end away.
          | if $kind == "task.failed" then .failed += ($data.remedies // [])
            elif $kind == "task.waiting" and $data.until
            then .line += (.failed // [] | map("\n  \(remedies("end this script by Ctrl-C, "))") | add // "") | .failed = []
            else . end;
          .line | shown)' || :
    ended=$(ask 'query($id: ID!) { operation(id: $id) { state failure { '"$failure"' others { '"$failure"' } } } }' \
      "$variables" '.operation')
    case $(printf '%s' "$ended" | jq -r .state) in
      SUCCEEDED) return 0 ;;
      PENDING | RUNNING | UNWINDING) sleep 2 ;;
      *) break ;;
    esac
  done
  printf '%s' "$ended" | say --arg wait "$wait $1" "$words"'
    def said: if .rule then "\(.rule): \(.message)" else .message end;
    "The operation is \(.state)\(.failure | if . then ": \(said)" else "" end)",
    (.failure | select(.) | (.others[] | "  besides: \(said)"),
      ([., .others[] | .remedies[] | select(.mutation != "retryOperation") | remedies("")]
        | reduce .[] as $one ([]; if index([$one]) then . else . + [$one] end) | .[])),
    "Mend that and run this again. What there is to do is told as requests to copy by:\n  \($wait)" | shown' >&2
  return 1
}

# Prints what a filter of jq ($1) finds in the key.
of_key() {
  ask 'query($name: String!) { sshKeys(first: 1, filter: {name: $name}) { nodes { id installCommand cloudInit } } }' \
    "$(jq -n --arg name "$key_name" '{name: $name}')" ".sshKeys.nodes[0] | $1 // empty"
}

make_key() {
  key=$(of_key .id)
  if [ -z "$key" ]; then
    key=$(ask 'mutation($input: CreateSshKeyInput!) {
        createSshKey(input: $input) { sshKey { id } '"$errors"' } }' \
      "$(jq -n --arg name "$key_name" '{input: {idempotencyKey: "key \($name)", name: $name}}')" .createSshKey.sshKey.id)
  fi
  command=$(of_key .installCommand)
  user_data=$(of_key .cloudInit)
  echo 'Run this as root on each host; it prints the fingerprint of the host, which belongs into machines.json:'
  printf '\n%s\n\n' "$command"
  echo 'Or give this to new hosts as their user data for cloud-init:'
  printf '\n%s\n' "$user_data"
}

# Makes a host ($1 in JSON) known that the key ($2) lets us in on, or changes how it is reached, and prints its id.
make_known() {
  name=$(printf '%s' "$1" | jq -r .name)
  way=$(printf '%s' "$1" | jq --arg key "$2" '{sshKeyId: $key, address: (.sshAddress // .address), port: (.port // 22),
    user: (.user // "root"), hostKeyFingerprint: .fingerprint}')
  known=$(ask 'query($name: String!) { hosts(first: 1, filter: {name: $name}) { nodes { id hostKey { shownInstead } } } }' \
    "$(jq -n --arg name "$name" '{name: $name}')" '.hosts.nodes[0] // empty')
  if [ -z "$known" ]; then
    ask 'mutation($input: RegisterHostInput!) { registerHost(input: $input) { host { id } '"$errors"' } }' \
      "$(printf '%s' "$way" | jq --arg name "$name" --arg now "$now" \
        '{input: (. + {idempotencyKey: "host \($name) \($now)", name: $name})}')" .registerHost.host.id "$1"
  else
    # The key that it shows is in the file by now: somebody compared the two.
    mended=$(printf '%s' "$known" | jq -c --argjson way "$way" 'select(.hostKey.shownInstead == $way.hostKeyFingerprint)
      | {input: {hostId: .id, fingerprint: $way.hostKeyFingerprint}}')
    [ -z "$mended" ] || ask 'mutation($input: ConfirmHostKeyInput!) { confirmHostKey(input: $input) { host { id } '"$errors"' } }' \
      "$mended" empty "$1"
    ask 'mutation($input: UpdateHostInput!) { updateHost(input: $input) { host { id } '"$errors"' } }' \
      "$(printf '%s' "$way" | jq --argjson known "$known" '{input: (. + {hostId: $known.id})}')" .updateHost.host.id "$1"
  fi
}

# Says what is wrong with the file, and fails then.
need_machines() {
  rules=$(ask '{ requirementRules { id } }' '{}' '[.requirementRules[].id]')
  wrong=$(jq -Rrs --arg file "$file" --argjson rules "$rules" -f "$(dirname "$0")/machines.jq" "$file")
  [ -z "$wrong" ] || {
    printf '%s\nexamples/machines.json shows what belongs into it.\n' "$wrong" >&2
    return 1
  }
}

# The cluster of the file as hostwright export would write it.
manifest_of() {
  jq '. as $file | {
    apiVersion: "hostwright/v1", kind: "Cluster", name, topology: "PUBLIC", quorumAddress, webServer,
    networks: [{name: "front", kind: "PUBLIC", cidr: .network}],
    balancedServices: (if .webServer == null then [] else [{address: .serviceAddress, port: 80}] end),
    members: [.hosts | to_entries[] | {
      host: .value.name,
      role: (if .key == 0 then "MANAGER" else "NODE" end),
      addresses: ([{network: "front", address: .value.address, purpose: "HOST"}] + if .key > 0 then [] else [
        {network: "front", address: $file.quorumAddress, purpose: "QUORUM"},
        {network: "front", address: $file.serviceAddress, purpose: "SERVICE"}] end)}],
    accounts: [{name: .account, domain}]}' "$file"
}

make_cluster() {
  now=$(date +%s)
  need_machines
  key=$(of_key .id)
  if [ -z "$key" ]; then
    echo "There is no key yet; make it by: $0 key" >&2
    return 1
  fi

  name=$(jq -r .name "$file")
  if [ -n "$(ask 'query($name: String!) { clusterByName(name: $name) { id } }' \
    "$(jq -n --arg name "$name" '{name: $name}')" '.clusterByName.id // empty')" ]; then
    echo "Cluster $name is there: it becomes what $file says, and what was changed of it otherwise (hostwright apply) is undone"
  fi

  echo 'Making the hosts known'
  ids='[]'
  for nth in $(jq '.hosts | keys[]' "$file"); do
    host=$(jq --argjson nth "$nth" '.hosts[$nth]' "$file")
    id=$(make_known "$host" "$key")
    ids=$(printf '%s' "$ids" | jq -c --arg id "$id" '. + [$id]')
    # As the file says how it is reached.
    hosts=$(printf '%s' "$hosts" | jq -c --arg id "$id" --argjson host "$host" '. + [$host | {id: $id, name,
      address: (if .sshAddress then "sshAddress \(.sshAddress)" else "address \(.address)" end),
      port: "port \(.port // 22)", user: "user \(.user // "root")"}]')
  done
  names=$(jq -r '[.hosts[].name] | join(", ")' "$file")

  echo 'Looking at the hosts'
  operation=$(ask 'mutation($input: ObserveHostsInput!) {
      observeHosts(input: $input) { operation { id } '"$errors"' } }' \
    "$(jq -n --argjson ids "$ids" --arg now "$now" '{input: {idempotencyKey: "look \($now)", hostIds: $ids}}')" \
    .observeHosts.operation.id)
  follow "$operation" "look at $names"

  echo 'Setting the cluster up, where it is found to be right'
  # Nothing is declared that what the hosts showed speaks against. Warnings are let pass that the file acknowledges, and all of
  # the rules that it accepts.
  manifest=$(manifest_of)
  said=$(send 'mutation($input: ApplyClusterInput!) {
      applyCluster(input: $input) { userErrors { severity rule { id } subject remedies { mutation input } } } }' \
    "$(jq -n --arg manifest "$manifest" --arg now "$now" \
      '{input: {idempotencyKey: "dry run \($now)", manifest: $manifest, setUp: true, validateOnly: true}}')")
  # What is refused for what was seen may have been mended since: it is looked at once more.
  for look in $(printf '%s' "$said" | jq -r '[.data.applyCluster.userErrors[]?.remedies[]?
      | select(.mutation == "observeHosts") | .input] | unique | .[] | @base64'); do
    operation=$(ask 'mutation($input: ObserveHostsInput!) {
        observeHosts(input: $input) { operation { id } '"$errors"' } }' \
      "$(jq -n --arg look "$look" --arg now "$now" '{input: ($look | @base64d | fromjson
        | . + {idempotencyKey: "look again \($now) \(. | tojson | @base64 | .[-99:])"})}')" .observeHosts.operation.id)
    follow "$operation" "look again at what speaks against it"
  done
  accepted=$(printf '%s' "$said" |
    jq --slurpfile file "$file" '($file[0].acknowledge // []) + [.data.applyCluster.userErrors[]?
      | select(.severity == "WARNING" and .rule != null) | {rule: .rule.id, subject}
      | select(.rule as $rule | $file[0].acceptWarnings // [] | index($rule) != null)]')
  # What would be changed is asked for besides: whether another machine has one of the addresses, say.
  plan=$(send 'mutation($input: ApplyClusterInput!) { applyCluster(input: $input) { plan { token } } }' \
    "$(jq -n --arg manifest "$manifest" --arg now "$now" --argjson accepted "$accepted" '{input: {
      idempotencyKey: "plan \($now)", manifest: $manifest, setUp: true, validateOnly: true, acknowledge: $accepted}}')" |
    jq -r '.data.applyCluster.plan.token // empty')
  if [ -n "$plan" ]; then
    operation=$(ask 'mutation($input: ObserveHostsInput!) {
        observeHosts(input: $input) { operation { id } '"$errors"' } }' \
      "$(jq -n --argjson ids "$ids" --arg plan "$plan" --arg now "$now" \
        '{input: {idempotencyKey: "look by plan \($now)", hostIds: $ids, plan: $plan}}')" .observeHosts.operation.id)
    follow "$operation" "look at $names for what would be changed"
  fi
  applied=$(ask 'mutation($input: ApplyClusterInput!) { applyCluster(input: $input) {
      cluster { id } operation { id } '"$errors"' } }' \
    "$(jq -n --arg manifest "$manifest" --arg now "$now" --argjson accepted "$accepted" \
      '{input: {idempotencyKey: "cluster \($now)", manifest: $manifest, setUp: true, acknowledge: $accepted}}')" .applyCluster)
  cluster=$(printf '%s' "$applied" | jq -r .cluster.id)
  follow "$(printf '%s' "$applied" | jq -r '.operation.id // "null"')" "set up cluster $(jq -r .name "$file")"

  jq -r 'if .webServer == null or .domain == null then "The cluster is set up" else
    "The cluster is set up. What \(.account) puts into public_html is at:\n  curl --resolve \(.domain):80:\(.serviceAddress) http://\(.domain)/" end' "$file"
  ask 'query($id: ID!) { cluster(id: $id) { name state hosts(first: 100) { nodes { name role state } }
      accounts(first: 10) { nodes { name uid home state } } } }' "$(jq -n --arg id "$cluster" '{id: $id}')" .cluster
}

case "${1:-} $#" in
  'key 1')
    need_url
    need_token
    make_key
    ;;
  'cluster 2')
    need_url
    need_token
    need_file
    make_cluster
    ;;
  '--help 1') usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
