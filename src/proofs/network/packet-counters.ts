import { z } from 'zod';
import { isAddress } from '../../domain/ip-network.js';
import { failedCommand } from '../../probes/failed-command.js';
import { known, unknown, type Answer, type Question, type Reading } from '../../probes/probe.js';

/** Packets of one kind that a host is to count. */
export interface CountedPackets {
  /** Letters, digits, dots, colons and slashes; what the count is called. */
  readonly name: string;
  /** Whether they come to the host, whatever it does with them, or are its own. */
  readonly side: 'got' | 'sent';
  readonly source: string;
  readonly destination: string;
  readonly portOf: 'sport' | 'dport';
  readonly port: number;
  /** Of TCP: knocks, answers to them, or what only comes once an answer was heard. Else datagrams of UDP. */
  readonly flags: 'syn' | 'synack' | 'ack' | 'udp';
}

/** What a host counted, by name. */
export interface PacketCounts {
  /** Where the packets came from, or went to. */
  readonly source: string;
  readonly counts: ReadonlyMap<string, number>;
}

/** What a host needs for it, in the words of a reason. */
export const packetCounter = 'nft, iptables or tcpdump';

/** Ends what counts under a label, $1, by whichever program. A chain of iptables has 28 letters at most. */
const clear = `
! command -v nft >/dev/null || nft delete table inet "hostwright_proof_$1" 2>/dev/null
for tool in iptables ip6tables; do
command -v "$tool" >/dev/null || continue
for side in got sent; do
chain=hostwright-proof-$1-$side
"$tool" -w 10 -t raw -S "$chain" >/dev/null 2>&1 || continue
case $side in got) hook=PREROUTING ;; *) hook=OUTPUT ;; esac
"$tool" -w 10 -t raw -D "$hook" -j "$chain" 2>/dev/null
"$tool" -w 10 -t raw -F "$chain" && "$tool" -w 10 -t raw -X "$chain"
done
done
systemctl stop "hostwright-proof-$1-capture" 2>/dev/null
rm -rf "/run/hostwright-proof-$1"
exit 0`;

const begin = `label=$1 nonce=$2
dir=/run/hostwright-proof-$label
clear='${clear}'
systemctl stop "hostwright-proof-$label.timer" 2>/dev/null`;

/**
 * The kernel counts, so that nothing has to listen at a port, and nothing that listens is touched. Counts are named after the run.
 * A host has nft, or iptables of either make, and a kernel that serves it; where it has neither, what passes is captured.
 */
const countScript = `${begin}
seconds=$3 client=$4
shift 4
timeout -k 5 60 sh -c "$clear" clear "$label"
case $client in *:*) ip=ip6 flag='ip6 proto 6 and ip6[53]' ;; *) ip=ip flag='tcp[13]' ;; esac
by_nft() {
{
echo "table inet hostwright_proof_$label {"
echo 'chain got { type filter hook prerouting priority -300; policy accept; }'
echo 'chain sent { type filter hook output priority -300; policy accept; }'
echo '}'
while [ "$#" -ge 7 ]; do
case $7 in
udp) kind="udp $5 $6" ;;
syn) kind="tcp $5 $6 tcp flags & (syn|ack) == syn" ;;
synack) kind="tcp $5 $6 tcp flags & (syn|ack) == (syn|ack)" ;;
*) kind="tcp $5 $6 tcp flags & (syn|rst|ack) == ack" ;;
esac
echo "add rule inet hostwright_proof_$label $2 $ip saddr $3 $ip daddr $4 $kind counter comment \\"$nonce-$1\\""
shift 7
done
} | timeout -k 5 20 nft -f -
}
by_iptables() {
tool="\${ip}tables"
for side in got sent; do
"$tool" -w 10 -t raw -N "hostwright-proof-$label-$side" || return
done
"$tool" -w 10 -t raw -I PREROUTING -j "hostwright-proof-$label-got" || return
"$tool" -w 10 -t raw -I OUTPUT -j "hostwright-proof-$label-sent" || return
while [ "$#" -ge 7 ]; do
case $7 in
udp) kind="-p udp --$5 $6" ;;
syn) kind="-p tcp --$5 $6 --tcp-flags SYN,ACK SYN" ;;
synack) kind="-p tcp --$5 $6 --tcp-flags SYN,ACK SYN,ACK" ;;
*) kind="-p tcp --$5 $6 --tcp-flags SYN,RST,ACK ACK" ;;
esac
"$tool" -w 10 -t raw -A "hostwright-proof-$label-$2" -s "$3" -d "$4" $kind \\
-m comment --comment "$nonce-$1" || return
shift 7
done
}
by_tcpdump() {
mkdir -m 700 "$dir" || return
while [ "$#" -ge 7 ]; do
case $2 in got) side='link[1] = 0' ;; *) side='link[1] = 4' ;; esac
case $5 in sport) port='src port' ;; *) port='dst port' ;; esac
case $7 in
udp) kind="udp $port $6" ;;
syn) kind="tcp $port $6 and $flag & 18 = 2" ;;
synack) kind="tcp $port $6 and $flag & 18 = 18" ;;
*) kind="tcp $port $6 and $flag & 22 = 16" ;;
esac
echo "$nonce-$1 src host $3 and dst host $4 and $kind and $side" >>"$dir/counts"
shift 7
done
systemd-run --quiet --collect --unit="hostwright-proof-$label-capture" --property=RuntimeMaxSec="$seconds" \\
tcpdump -i any -y LINUX_SLL -p -nn -s 128 -Z root -U --immediate-mode -c 20000 -w "$dir/seen.pcap" "(tcp or udp) and host $client" || return
tries=0
while [ ! -s "$dir/seen.pcap" ] && [ "$tries" -lt 100 ]; do
tries=$((tries + 1))
sleep 0.2
done
[ -s "$dir/seen.pcap" ]
}
systemd-run --quiet --collect --unit="hostwright-proof-$label" --on-active="$seconds" sh -c "$clear" clear "$label" || exit
known=127
for tool in nft iptables tcpdump; do
command -v "$tool" >/dev/null || continue
said=$("by_$tool" "$@" 2>&1)
known=$?
[ "$known" -ne 0 ] || break
timeout -k 5 60 sh -c "$clear" clear "$label"
done
[ "$known" -eq 0 ] || { systemctl stop "hostwright-proof-$label.timer"; echo "$said" >&2; exit "$known"; }
echo "counting with $tool"`;

const readScript = `${begin}
{
timeout -k 5 20 nft -n list table inet "hostwright_proof_$label" |
sed -n 's/.*counter packets \\([0-9]*\\) .*comment "\\([^"]*\\)".*/\\2 \\1/p'
for tool in iptables ip6tables; do
for side in got sent; do
"$tool" -w 10 -t raw -v -S "hostwright-proof-$label-$side"
done
done | sed -n 's/.*--comment "\\{0,1\\}\\([^" ]*\\)"\\{0,1\\} .*-c \\([0-9]*\\) .*/\\1 \\2/p'
systemctl stop "hostwright-proof-$label-capture"
[ ! -e "$dir/counts" ] || while read -r name filter; do
echo "$name $(timeout -k 5 20 tcpdump -Z root -nn -r "$dir/seen.pcap" "$filter" | grep -c .)"
done <"$dir/counts"
} 2>/dev/null | {
seen=$(grep "^$nonce-" | sed 's/^[^-]*-//')
timeout -k 5 60 sh -c "$clear" clear "$label"
[ -n "$seen" ] || { echo over; exit 0; }
echo "from $3"
echo "$seen"
}`;

/** Whose counts they are. */
interface Counting {
  /** Short, of lower case letters; one proof counts under it on a host at a time. */
  readonly label: string;
  readonly nonce: string;
}

/** Has a host count packets from and to a client for so many seconds at most. */
export function countPackets(
  { label, nonce }: Counting,
  { client, seconds }: { readonly client: string; readonly seconds: number },
  wanted: readonly CountedPackets[],
): Question {
  const rules = wanted.flatMap(({ name, side, source, destination, portOf, port, flags }) => [
    ...[name, side, source, destination, portOf],
    ...[String(port), flags],
  ]);
  return { via: 'shell', script: countScript, args: [label, nonce, String(seconds), client, ...rules] };
}

/** Has it say what it counted of a client, and count no longer. */
export function readPackets({ label, nonce }: Counting, client: string): Question {
  return { via: 'shell', script: readScript, args: [label, nonce, client] };
}

const count = z.tuple([z.string(), z.string().regex(/^\d+$/).transform(Number)]);

/** What a host said that it counted. */
export function parsePackets(answer: Answer): Reading<PacketCounts> {
  if (answer.exitCode !== 0) return failedCommand(packetCounter, answer);
  const text = answer.stdout.trim();
  if (text === 'over') return unknown('nobody counted when it was tried', 'TRIAL_OVER');
  const [first = '', ...lines] = text.split('\n');
  const source = /^from (\S+)$/.exec(first)?.[1];
  const counts = z.array(count).safeParse(lines.map((line) => line.split(' ')));
  if (source === undefined || !isAddress(source) || !counts.success)
    return unknown('the host did not say what it counted');
  return known({ source, counts: new Map(counts.data) });
}
