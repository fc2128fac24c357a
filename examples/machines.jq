# Reads the text of machines.json (jq -Rrs --arg file NAME --argjson rules IDS) and prints what is wrong with it; nothing where
# nothing is. What is no JSON is told by its line and column, and with what was expected there.

def text: "\"([^\"\\\\\\x00-\\x1f]|\\\\([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))*\"";
def is_text: test("^\(text)$");
def after: .want = if .in == [] then "the end of the file" else "a comma or \(.in[-1])" end;

# Where a text stops being JSON.
def mistake:
  . as $text
  | [match("\(text)|\"[^\\n]*|[\\[\\]{},:]|[^\\s\\[\\]{},:\"]+"; "g") | {is: .string, at: .offset}] + [{is: "", at: length}]
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
  | ":\($place): expected \($want), found \(if .is == "" then "the end of the file" else .is[:40] end)"
    + if .is == $open and ($want == "a key in double quotes" or $want == "a value" and $open == "]")
        then "; leave out the comma before it"
      elif .is | startswith("\"") and (is_text | not)
        then if .is | contains("\\") then "; a backslash in a text is written twice" else "; this text is not closed in its line" end
      elif .is | test("^[^\\[\\]{},:\"]") and ($want | test("^a (key|value)")) then "; texts stand in double quotes"
      else "" end;

def without($letters): reduce $letters[] as $one (.; del(.[index($one) // length])) | length;

# The word that has the same letters but for few of them, or null.
def meant($words):
  def letters: ascii_downcase | explode;
  letters as $written
  | [$words[] | letters as $meant | {word: ., off: (($written | without($meant)) + ($meant | without($written)))}]
  | min_by(.off) | if . != null and .off <= ([2, ($written | length) / 3] | max) then .word else null end;
def did_you_mean($words): meant($words) | if . then "did you mean \(.)? " else "" end;

def is_fingerprint: type == "string" and test("^SHA256:[A-Za-z0-9+/]{43}$");
def is($what):
  if $what == "a text" then type == "string"
  elif $what == "a fingerprint" then is_fingerprint
  elif $what == "a rule" then type == "string" and (. as $id | $rules | index($id) != null)
  elif $what == "APACHE or NGINX" then . == "APACHE" or . == "NGINX"
  elif $what == "a list" then type == "array"
  elif $what == "a list of at least 2 hosts" then type == "array" and length > 1
  else type == "number" and . == floor and . > 0 and . < 65536 end;
def instead($what):
  if (["a rule", "a fingerprint"] | index($what)) == null then "give \($what)"
  elif type != "string" then "give a text"
  elif $what == "a fingerprint" then "give the fingerprint as ssh-keygen -l prints it: SHA256: and 43 characters"
  else "there is no rule \(.); \(did_you_mean($rules))docs/rules.md lists all rules" end;

# What is wrong with the keys of a map.
def keys_of($where; $needed; $optional):
  if type != "object" then "\(if $where == "" then "the file" else $where[4:] end): give an object, { … }" else
    . as $map | ($needed + $optional) as $known | [keys_unsorted[] | select($known[.] == null)] as $unknown
    | [$unknown[] | meant($known | keys_unsorted)] as $meant
    | ($unknown[]
        | "\(.)\($where): unknown key; \(did_you_mean($known | keys_unsorted))accepted here: \($known | keys_unsorted | join(", "))"),
      ($known | to_entries[] | .key as $key | .value as $what | $map[$key]
        | select((. == null and ($optional[$key] != null or ($meant | index($key) != null)) or is($what)) | not)
        | "\($key)\($where): \(if . == null then "missing; " else "" end)\(instead($what))") end;
def texts: map({(.): "a text"}) | add;
def items($list): if type == "object" and (.[$list] | type == "array") then .[$list] | to_entries[] else empty end;

def mistakes:
  keys_of(""; (["name", "network", "quorumAddress", "serviceAddress", "account"] | texts) + {hosts: "a list of at least 2 hosts"};
    {domain: "a text", webServer: "APACHE or NGINX", acknowledge: "a list", acceptWarnings: "a list"}),
  (items("hosts") | .key as $at | .value
    | keys_of(" of host \(if type == "object" and (.name | type == "string") then .name else "number \($at + 1)" end)";
        (["name", "address"] | texts) + {fingerprint: "a fingerprint"};
        {user: "a text", sshAddress: "a text", port: "a whole number from 1 to 65535"})),
  (items("acknowledge") | .key as $at | .value
    | keys_of(" of acknowledge number \($at + 1)"; {rule: "a rule", subject: "a text"}; {})),
  (items("acceptWarnings") | select(.value | is("a rule") | not)
    | "acceptWarnings number \(.key + 1): \(.value | instead("a rule"))");

# The texts of the file that are of one place only, hosts before the cluster.
def places:
  def one($key): if .[$key] | type == "string" then .[$key] else empty end;
  (items("hosts") | "host number \(.key + 1)" as $number | .value | objects
    | first((one("name") | "host \(.)"), $number) as $host
    | (one("name") | {kind: "name", is: ., place: "name of \($number)", named: $number}),
      (one("fingerprint") | select(is_fingerprint) | {kind: "fingerprint", is: ., place: "fingerprint of \($host)"}),
      (one("address") | {kind: "address", is: ., place: "address of \($host)"}),
      ("port \(.port | numbers // 22)" as $port | first(one("sshAddress", "address") | "\(.) \($port)") as $way
        | {kind: "way", is: $way, place: "\(if .sshAddress == null then "address" else "sshAddress" end) of \($host)",
           named: "the way to \($host)"})),
  (("quorumAddress", "serviceAddress") as $key | objects | one($key) | {kind: "address", is: ., place: $key});

def told_twice:
  reduce places as {$kind, $is, $place, $named} ({};
      "\($kind) \($is)" as $same
      | if .first[$same] == null then .first[$same] = ($named // $place)
        elif .told[$place] == null then .told[$place] = "\($place): \($is) is \(.first[$same]) already"
        else . end)
  | .told // {} | .[];

def ipv4:
  if test("^[0-9]{1,3}(\\.[0-9]{1,3}){3}$") then split(".") | map(tonumber)
    | if all(. < 256) then reduce .[] as $part (0; . * 256 + $part) else null end
  else null end;

# What is no address, or in another network. What has a colon is left to the server.
def outside:
  def told($network):
    first(($network | capture("^(?<base>.*)/(?<bits>[12]?[0-9]|3[0-2])$")), {base: "", bits: "0"}) as $block
    | ($block.base | ipv4) as $base | pow(2; 32 - ($block.bits | tonumber)) as $size
    | if $base == null then "network: give a CIDR block, for example 192.0.2.0/24" else empty end,
      (places | select(.kind == "address" and (.is | contains(":") | not)) | (.is | ipv4) as $address
        | if $address == null then "\(.place): give an IPv4 or IPv6 address"
          elif $base != null and ($address / $size | floor) != ($base / $size | floor)
            then "\(.place): \(.is) is outside of network \($network)"
          else empty end);
  (objects | .network | strings | select(contains(":") | not)) as $network | told($network);

[mistake] as $mistake | if $mistake == [] then fromjson | mistakes, told_twice, outside | ": \(.)" else $mistake[] end | "\($file)\(.)"
