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

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
}

# What is at the URL is printed, and stands among the arguments of curl: neither may hold a secret.
need_url() {
  server=${url#*://}
  case ${server%%[/?#]*} in *@*) ;; *) return 0 ;; esac
  echo 'Give HOSTWRIGHT_URL without a user and a password in it; who asks is told by HOSTWRIGHT_TOKEN_FILE.' >&2
  return 2
}

need_token() {
  [ -r "$token_file" ] && [ -s "$token_file" ] && return
  echo "There is no token in $token_file; make one by:" >&2
  echo "  (umask 077; npm run --silent hostwright -- token create >$token_file)" >&2
  echo 'Give it the same --data as the server, where the server was given one.' >&2
  return 2
}

# Options for curl by its standard input: the token is in no argument, which everybody on the machine could read.
authorization() {
  printf 'header = "authorization: Bearer %s"\n' "$(cat "$token_file")"
}

# Sends a document ($1) with variables in JSON ($2) and prints the whole answer.
send() {
  body=$(jq -n --arg query "$1" --argjson variables "$2" '{query: $query, variables: $variables}')
  authorization | curl -sS --config - --max-time 60 -H 'content-type: application/json' --data "$body" "$url" || {
    code=$?
    echo "Is the server running (npm start)? Where it is not at $url, give its URL by HOSTWRIGHT_URL." >&2
    return "$code"
  }
}

# Sends a document ($1) with variables in JSON ($2) and prints what a filter of jq ($3) finds in the data, or says what is
# wrong and fails. $4 is the host that it is about, in front of that.
ask() {
  answer=$(send "$1" "$2")
  printf '%s' "$answer" | jq -e 'has("data") or has("errors")' >/dev/null 2>&1 || {
    echo "What answers at $url is no GraphQL API; the URL in HOSTWRIGHT_URL usually ends in /graphql." >&2
    return 1
  }
  wrong=$(printf '%s' "$answer" | jq -r --arg host "${4:-}" '
    (.errors // []) + [.data // {} | .[] | objects | .userErrors // [] | .[]]
    | .[] | (if $host == "" then "" else "\($host): " end) + "\(.code // .extensions.code): \(.message)"
      + if .rule or .field == null or .field == [] then "" else " (\(.field[-1]))" end')
  if [ -n "$wrong" ]; then
    printf '%s\n' "$wrong" >&2
    return 1
  fi
  printf '%s' "$answer" | jq -r ".data | $3"
}

# Waits for an operation ($1) on the server's stream of events, which ends with it; takes a broken stream up again.
follow() {
  [ "$1" != null ] || return 0
  echo "  operation $1"
  document='subscription($id: ID!) { operationEvents(id: $id) { kind host data } }'
  body=$(jq -n --arg query "$document" --arg id "$1" '{query: $query, variables: {id: $id}}')
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    authorization |
      curl -sSN --config - --max-time 600 -H 'content-type: application/json' -H 'accept: text/event-stream' \
        --data "$body" "$url/stream" |
      while read -r line; do
        case $line in 'data: '*) printf '%s\n' "${line#data: }" ;; esac
      done |
      jq --unbuffered -r --arg id "$1" '.data.operationEvents // empty
        | "  \(.host // "") \(.kind) \(.data.step // "") \(.data.summary // .data.message // "")"
          + if .data.nextAttemptAt then ", next try at \(.data.nextAttemptAt)" else "" end
          + if .data.mostAttempts then ", \(.data.mostAttempts) tries at most" else "" end
          + if .data.until then ", and so on until \(.data.until)" else "" end
          + if .data.until and .data.attempts == 1
            then "\n    Ctrl-C ends this script only; what ends the operation is: cancelOperation \({operationId: $id} | tojson)"
            else "" end
          + (.data.remedies // [] | map("\n    → \(.title)\(if .mutation then ": \(.mutation) \(.input | tojson)" else "" end)") | add // "")' || :
    ended=$(ask 'query($id: ID!) { operation(id: $id) { state failure { message } } }' \
      "$(jq -n --arg id "$1" '{id: $id}')" '.operation | "\(.state) \(.failure.message // "")"')
    case $ended in
      'SUCCEEDED '*) return 0 ;;
      'PENDING '* | 'RUNNING '* | 'UNWINDING '*) sleep 2 ;;
      *) break ;;
    esac
  done
  printf 'The operation is %s\n' "$ended" >&2
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
        createSshKey(input: $input) { sshKey { id } userErrors { code field message } } }' \
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
  id=$(ask 'query($name: String!) { hosts(first: 1, filter: {name: $name}) { nodes { id } } }' \
    "$(jq -n --arg name "$name" '{name: $name}')" '.hosts.nodes[0].id // empty')
  if [ -z "$id" ]; then
    ask 'mutation($input: RegisterHostInput!) {
        registerHost(input: $input) { host { id } userErrors { code field message } } }' \
      "$(printf '%s' "$1" | jq --arg key "$2" --arg now "$now" '{input: {idempotencyKey: "host \(.name) \($now)", sshKeyId: $key,
        name, address: (.sshAddress // .address), port: (.port // 22), user: (.user // "root"),
        hostKeyFingerprint: .fingerprint}}')" .registerHost.host.id "$name"
  else
    ask 'mutation($input: UpdateHostInput!) {
        updateHost(input: $input) { host { id } userErrors { code field message } } }' \
      "$(printf '%s' "$1" | jq --arg key "$2" --arg id "$id" '{input: {hostId: $id, sshKeyId: $key,
        address: (.sshAddress // .address), port: (.port // 22), user: (.user // "root"),
        hostKeyFingerprint: .fingerprint}}')" .updateHost.host.id "$name"
  fi
}

# Prints where a file ($1) stops being JSON, and what was expected there; nothing where it is JSON.
mistake_in() {
  jq -Rrs --arg file "$1" '
    def text: "\"([^\"\\\\\\x00-\\x1f]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*\"";
    def is_text: test("^\(text)$");
    def after: .want = if .in == [] then "the end of the file" else "a comma or \(.in[-1])" end;
    . as $text
    | [match("\(text)|\"[^\\n]*|[\\[\\]{},:]|[^\\s\\[\\]{},:\"]+"; "g")
        | {is: .string, at: .offset}] + [{is: "", at: length}]
    | reduce .[] as {$is, $at} ({in: [], want: "a value"};
        if .found then .
        elif $is == "" and .want == "the end of the file" then .
        elif ($is | is_text) and (.want | startswith("a key")) then .want = "a colon"
        elif $is == ":" and .want == "a colon" then .want = "a value"
        elif $is == "," and (.want | startswith("a comma"))
          then .want = if .in[-1] == "}" then "a key in double quotes" else "a value" end
        elif $is == .in[-1] and (.want | endswith(" or \($is)")) then .in |= .[:-1] | after
        elif .want | startswith("a value") | not then .found = {$is, $at}
        elif $is == "{" then .in += ["}"] | .want = "a key in double quotes or }"
        elif $is == "[" then .in += ["]"] | .want = "a value or ]"
        elif $is | is_text or test("^(true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?)$") then after
        else .found = {$is, $at} end)
    | select(.found) | .want as $want | .in[-1] as $open | .found
    | (("\n" + $text[:.at]) / "\n" | "\(length - 1):\(last | length + 1)") as $place
    | "\($file):\($place): expected \($want), found \(if .is == "" then "the end of the file" else .is[:40] end)"
      + if .is == $open and ($want == "a key in double quotes" or $want == "a value" and $open == "]")
          then "; leave out the comma before it"
        elif .is | startswith("\"") and (is_text | not)
          then if .is | contains("\\") then "; a backslash in a text is written twice" else "; this text is not closed in its line" end
        elif .is | test("^[^\\[\\]{},:\"]") and ($want | test("^a (key|value)")) then "; texts stand in double quotes"
        else "" end' "$1"
}

# Says what is wrong with the file ($1), and fails then.
need_machines() {
  wrong=$(mistake_in "$1")
  [ -n "$wrong" ] || wrong=$(jq -r --arg file "$1" '
    def is($what):
      if $what == "a text" then type == "string"
      elif $what == "APACHE or NGINX" then . == "APACHE" or . == "NGINX"
      elif $what == "a list" then type == "array"
      elif $what == "a list of at least 2 hosts" then type == "array" and length > 1
      else type == "number" and . == floor and . > 0 and . < 65536 end;
    def texts: map({(.): "a text"}) | add;
    def told($where; $needed; $optional):
      if type != "object" then "\(if $where == "" then "the file" else $where[4:] end): give a map" else
        . as $map | ($needed + $optional) as $known
        | (keys_unsorted[] | select($known[.] == null)
            | "\(.)\($where): unknown key; accepted here: \($known | keys_unsorted | join(", "))"),
          ($known | to_entries[] | .key as $key | .value as $what | $map[$key]
            | select((. == null and $optional[$key] != null or is($what)) | not)
            | "\($key)\($where): \(if . == null then "missing; " else "" end)give \($what)") end;
    def items($list): if type == "object" and (.[$list] | type == "array") then .[$list] | to_entries[] else empty end;
    [
      told(""; (["name", "network", "quorumAddress", "serviceAddress", "account"] | texts) + {hosts: "a list of at least 2 hosts"};
        {domain: "a text", webServer: "APACHE or NGINX", acknowledge: "a list", acceptWarnings: "a list"}),
      (items("hosts") | .key as $at | .value
        | told(" of host \(if type == "object" and (.name | type == "string") then .name else "number \($at + 1)" end)";
            ["name", "address", "fingerprint"] | texts;
            {user: "a text", sshAddress: "a text", port: "a whole number from 1 to 65535"})),
      (items("acknowledge") | .key as $at | .value | told(" of acknowledge number \($at + 1)"; ["rule", "subject"] | texts; {})),
      (items("acceptWarnings") | select(.value | type != "string") | "acceptWarnings number \(.key + 1): give a text")
    ][] | "\($file): \(.)"' "$1")
  if [ -z "$wrong" ]; then
    rules=$(ask '{ requirementRules { id } }' '{}' '[.requirementRules[].id]')
    wrong=$(jq -r --arg file "$1" --argjson rules "$rules" '
      ((.acknowledge // [] | .[] | ["acknowledge", .rule]), (.acceptWarnings // [] | .[] | ["acceptWarnings", .]))
      | select(.[1] as $rule | $rules | index($rule) == null)
      | "\($file): \(.[0]): there is no rule \(.[1]); docs/rules.md lists all rules"' "$1")
  fi
  [ -z "$wrong" ] || {
    printf '%s\nexamples/machines.json shows what belongs into it.\n' "$wrong" >&2
    return 1
  }
}

# The cluster of the file ($1) as hostwright export would write it.
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
    accounts: [{name: .account, domain}]}' "$1"
}

make_cluster() {
  now=$(date +%s)
  need_machines "$1"
  key=$(of_key .id)
  if [ -z "$key" ]; then
    echo "There is no key yet; make it by: $0 key" >&2
    return 1
  fi

  echo 'Making the hosts known'
  ids='[]'
  for nth in $(jq '.hosts | keys[]' "$1"); do
    id=$(make_known "$(jq --argjson nth "$nth" '.hosts[$nth]' "$1")" "$key")
    ids=$(printf '%s' "$ids" | jq -c --arg id "$id" '. + [$id]')
  done

  echo 'Looking at the hosts'
  operation=$(ask 'mutation($input: ObserveHostsInput!) {
      observeHosts(input: $input) { operation { id } userErrors { code field message } } }' \
    "$(jq -n --argjson ids "$ids" --arg now "$now" '{input: {idempotencyKey: "look \($now)", hostIds: $ids}}')" \
    .observeHosts.operation.id)
  follow "$operation"

  echo 'Setting the cluster up, where it is found to be right'
  # Nothing is declared that what the hosts showed speaks against. Warnings are let pass that the file acknowledges, and all of
  # the rules that it accepts.
  manifest=$(manifest_of "$1")
  said=$(send 'mutation($input: ApplyClusterInput!) {
      applyCluster(input: $input) { userErrors { severity rule { id } subject remedies { mutation input } } } }' \
    "$(jq -n --arg manifest "$manifest" --arg now "$now" \
      '{input: {idempotencyKey: "dry run \($now)", manifest: $manifest, setUp: true, validateOnly: true}}')")
  # What is refused for what was seen may have been mended since: it is looked at once more.
  for look in $(printf '%s' "$said" | jq -r '[.data.applyCluster.userErrors[]?.remedies[]?
      | select(.mutation == "observeHosts") | .input] | unique | .[] | @base64'); do
    operation=$(ask 'mutation($input: ObserveHostsInput!) {
        observeHosts(input: $input) { operation { id } userErrors { code field message } } }' \
      "$(jq -n --arg look "$look" --arg now "$now" '{input: ($look | @base64d | fromjson
        | . + {idempotencyKey: "look again \($now) \(. | tojson | @base64 | .[-99:])"})}')" .observeHosts.operation.id)
    follow "$operation"
  done
  accepted=$(printf '%s' "$said" |
    jq --slurpfile file "$1" '($file[0].acknowledge // []) + [.data.applyCluster.userErrors[]
      | select(.severity == "WARNING" and .rule != null) | {rule: .rule.id, subject}
      | select(.rule as $rule | $file[0].acceptWarnings // [] | index($rule) != null)]')
  # What would be changed is asked for besides: whether another machine has one of the addresses, say.
  plan=$(send 'mutation($input: ApplyClusterInput!) { applyCluster(input: $input) { plan { token } } }' \
    "$(jq -n --arg manifest "$manifest" --arg now "$now" --argjson accepted "$accepted" '{input: {
      idempotencyKey: "plan \($now)", manifest: $manifest, setUp: true, validateOnly: true, acknowledge: $accepted}}')" |
    jq -r '.data.applyCluster.plan.token // empty')
  if [ -n "$plan" ]; then
    operation=$(ask 'mutation($input: ObserveHostsInput!) {
        observeHosts(input: $input) { operation { id } userErrors { code field message } } }' \
      "$(jq -n --argjson ids "$ids" --arg plan "$plan" --arg now "$now" \
        '{input: {idempotencyKey: "look by plan \($now)", hostIds: $ids, plan: $plan}}')" .observeHosts.operation.id)
    follow "$operation"
  fi
  applied=$(ask 'mutation($input: ApplyClusterInput!) { applyCluster(input: $input) {
      cluster { id } operation { id } userErrors { code field message rule { id } } } }' \
    "$(jq -n --arg manifest "$manifest" --arg now "$now" --argjson accepted "$accepted" \
      '{input: {idempotencyKey: "cluster \($now)", manifest: $manifest, setUp: true, acknowledge: $accepted}}')" .applyCluster)
  cluster=$(printf '%s' "$applied" | jq -r .cluster.id)
  follow "$(printf '%s' "$applied" | jq -r '.operation.id // "null"')"

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
    make_cluster "$2"
    ;;
  '--help 1') usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
