#!/bin/sh
# From hosts of your own to a first cluster, by the API alone. Needs curl, jq and a running server (npm start).
#
#   examples/first-cluster.sh key                       makes an SSH key and tells how it is let in on your hosts
#   examples/first-cluster.sh cluster machines.json     sets up a cluster on the hosts of the file and adds an account
#
# HOSTWRIGHT_URL is the API (default: http://127.0.0.1:4600/graphql), HOSTWRIGHT_TOKEN_FILE a file with a token for it
# (default: hostwright-token). The first host of the file is the manager. Run again within a day, it does
# not do again what was done. What of the file was declared before is changed with hostwright export and apply.
set -eu

url=${HOSTWRIGHT_URL:-http://127.0.0.1:4600/graphql}
token_file=${HOSTWRIGHT_TOKEN_FILE:-hostwright-token}
key_name=first-cluster
hosts_edited='The hosts were made known otherwise before: put them in the file as they were, and mend a host by updateHost.'

usage() {
  sed -n '2,9s/^# \{0,1\}//p' "$0"
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
# wrong and fails. $4 says how what was sent otherwise before is changed.
ask() {
  answer=$(send "$1" "$2")
  wrong=$(printf '%s' "$answer" | jq -r '
    (.errors // []) + [.data // {} | .[] | objects | .userErrors // [] | .[]]
    | .[] | "\(.code // .extensions.code): \(.message) \(.field // [] | join("."))"')
  if [ -n "$wrong" ]; then
    printf '%s\n' "$wrong" >&2
    case $wrong in *IDEMPOTENCY_KEY_REUSED*)
      echo "${4:-This was declared otherwise before; change it with hostwright export, an editor and hostwright apply.}" >&2
      ;;
    esac
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
      jq --unbuffered -r '.data.operationEvents // empty
        | "  \(.host // "") \(.kind) \(.data.step // "") \(.data.summary // .data.message // "")"
          + if .data.nextAttemptAt then ", next try at \(.data.nextAttemptAt)" else "" end
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

make_cluster() {
  now=$(date +%s)
  lacking=$(jq -r '[
      (("name", "network", "quorumAddress", "serviceAddress", "account") as $key | select(.[$key] == null) | $key),
      (select(.hosts | length == 0) | "hosts"),
      (.hosts // [] | to_entries[] | .key as $nth
        | ("name", "address") as $key | select(.value[$key] == null) | "hosts.\($nth).\($key)")
    ] | join(", ")' "$1") || return 1
  if [ -n "$lacking" ]; then
    echo "$1 lacks $lacking; examples/machines.json shows what belongs into it" >&2
    return 1
  fi
  key=$(of_key .id)
  if [ -z "$key" ]; then
    echo "There is no key yet; make it by: $0 key" >&2
    return 1
  fi

  echo 'Making the hosts known'
  hosts=$(ask 'mutation($input: RegisterHostsInput!) {
      registerHosts(input: $input) { hosts { id } userErrors { code field message } } }' \
    "$(jq --arg key "$key" '{input: {idempotencyKey: "hosts of \(.name)", sshKeyId: $key,
      hosts: [.hosts[] | {name, address, user: (.user // "root"), hostKeyFingerprint: .fingerprint}]}}' "$1")" \
    '[.registerHosts.hosts[].id]' "$hosts_edited")

  echo 'Declaring the cluster'
  # Warnings about hosts are of the setup: to acknowledge one then is not to declare the cluster otherwise.
  cluster=$(ask 'mutation($input: CreateClusterInput!) {
      createCluster(input: $input) { cluster { id } userErrors { code field message } } }' \
    "$(jq --argjson ids "$hosts" '. as $file | {input: {
      idempotencyKey: "cluster \(.name)", name, topology: "PUBLIC", quorumAddress, webServer,
      acknowledge: [.acknowledge // [] | .[] | select(.subject | startswith("Host ") | not)],
      balancedServices: (if .webServer == null then [] else [{address: .serviceAddress, port: 80}] end),
      networks: [{name: "front", kind: "PUBLIC", cidr: .network}],
      members: [.hosts | to_entries[] | {
        hostId: $ids[.key],
        role: (if .key == 0 then "MANAGER" else "NODE" end),
        addresses: ([{network: "front", address: .value.address, purpose: "HOST"}] + if .key > 0 then [] else [
          {network: "front", address: $file.quorumAddress, purpose: "QUORUM"},
          {network: "front", address: $file.serviceAddress, purpose: "SERVICE"}] end)}]}}' "$1")" \
    .createCluster.cluster.id)

  echo 'Looking at the hosts'
  operation=$(ask 'mutation($input: ObserveHostsInput!) {
      observeHosts(input: $input) { operation { id } userErrors { code field message } } }' \
    "$(jq -n --argjson ids "$hosts" --arg now "$now" '{input: {idempotencyKey: "look \($now)", hostIds: $ids}}')" \
    .observeHosts.operation.id)
  follow "$operation"

  echo 'Setting the cluster up'
  # Warnings about hosts are known only now; acknowledged are those that the file names, and all of the rules that it accepts.
  accepted=$(send 'mutation($input: SetUpClusterInput!) {
      setUpCluster(input: $input) { userErrors { severity rule { id } subject } } }' \
    "$(jq -n --arg id "$cluster" --arg now "$now" \
      '{input: {idempotencyKey: "dry run \($now)", clusterId: $id, validateOnly: true}}')" |
    jq --slurpfile file "$1" '($file[0].acknowledge // []) + [.data.setUpCluster.userErrors[]
      | select(.severity == "WARNING") | {rule: .rule.id, subject}
      | select(.rule as $rule | $file[0].acceptWarnings // [] | index($rule) != null)]')
  operation=$(ask 'mutation($input: SetUpClusterInput!) {
      setUpCluster(input: $input) { operation { id } userErrors { code field message } } }' \
    "$(jq -n --arg id "$cluster" --arg now "$now" --argjson accepted "$accepted" \
      '{input: {idempotencyKey: "setup \($now)", clusterId: $id, acknowledge: $accepted}}')" \
    .setUpCluster.operation.id)
  follow "$operation"

  echo 'Adding an account'
  operation=$(ask 'mutation($input: CreateAccountInput!) {
      createAccount(input: $input) { operation { id } userErrors { code field message } } }' \
    "$(jq --arg id "$cluster" '{input: {idempotencyKey: "account \(.account) of \(.name)", clusterId: $id,
      name: .account, domain}}' "$1")" .createAccount.operation.id)
  follow "$operation"

  ask 'query($id: ID!) { cluster(id: $id) { name state hosts(first: 100) { nodes { name role state } }
      accounts(first: 10) { nodes { name uid home state } } } }' "$(jq -n --arg id "$cluster" '{id: $id}')" .cluster
}

case "${1:-} $#" in
  'key 1')
    need_token
    make_key
    ;;
  'cluster 2')
    need_token
    make_cluster "$2"
    ;;
  '--help 1') usage ;;
  *)
    usage >&2
    exit 2
    ;;
esac
