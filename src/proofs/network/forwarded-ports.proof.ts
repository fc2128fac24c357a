import { z } from 'zod';
import { addressPairs, forwardRules, type AddressPair } from '../../domain/forward-rules.js';
import { localDatabasePort } from '../../domain/local-database.js';
import { managerOf } from '../../domain/members.js';
import type { ClusterCore } from '../../domain/spec.js';
import { failedCommand } from '../../probes/failed-command.js';
import { known, probeId, unknown, type Answer, type Reading, type StoredQuestion } from '../../probes/probe.js';
import { proofAgeSeconds } from '../proof-age.js';
import type { Act, Proof } from '../proof.js';
import { defineTrial } from '../trial.js';

/** Which TCP ports of a public address were knocked at from outside, and at which of them the knock reached the manager. */
export interface ForwardedPorts {
  /** Where the knocks came from. */
  readonly source: string;
  readonly tried: readonly number[];
  readonly arrived: readonly number[];
}

const boundSeconds = 300;

/** The kernel notes what arrives, so that nothing has to listen at a port. The note is named after the run. */
const watchScript = `table=hostwright_proof_forwards
command -v nft >/dev/null || exit 127
systemctl stop hostwright-proof-forwards.timer 2>/dev/null
timeout -k 5 20 nft delete table inet "$table" 2>/dev/null
systemd-run --quiet --collect --unit=hostwright-proof-forwards --on-active="$4" nft delete table inet "$table" || exit
case $1 in *:*) ip=ip6 ;; *) ip=ip ;; esac
timeout -k 5 20 nft -f - <<RULES || exit
table inet $table {
set run_$3 { type inet_service; size 1024; flags dynamic; }
chain arrived {
type filter hook prerouting priority -300; policy accept;
$ip saddr $2 $ip daddr $1 tcp flags & (syn|ack) == syn add @run_$3 { tcp dport }
}
}
RULES
echo watching`;

/** Whether somebody answers does not matter: a knock that arrived was forwarded. */
const knockScript = `command -v bash >/dev/null || exit 127
address=$1
shift
for port in "$@"; do
timeout -k 1 3 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$address" "$port" 2>/dev/null &
done
wait
echo knocked`;

const readScript = `table=hostwright_proof_forwards
command -v nft >/dev/null || exit 127
systemctl stop hostwright-proof-forwards.timer 2>/dev/null
seen=$(timeout -k 5 20 nft -n list set inet "$table" "run_$1" 2>/dev/null)
code=$?
timeout -k 5 20 nft delete table inet "$table" 2>/dev/null
[ "$code" -eq 0 ] || { echo over; exit 0; }
source=$2
shift 2
echo "from $source"
echo "tried $*"
echo arrived $(printf %s "$seen" | tr '\\n\\t' '  ' | sed -n 's/.*elements = {\\([^}]*\\)}.*/\\1/p' | tr -d ,)`;

const answered = /^from (\S+)\ntried([ \d]*)\narrived([ \d]*)$/;

function portsIn(text: string): readonly number[] {
  return text.split(' ').filter(Boolean).map(Number);
}

function parse(answer: Answer): Reading<ForwardedPorts> {
  if (answer.exitCode !== 0) return failedCommand('nft', answer);
  const text = answer.stdout.trim();
  if (text === 'over') return unknown('nobody watched when it was tried');
  const [whole, source = '', tried = '', arrived = ''] = answered.exec(text) ?? [];
  if (whole === undefined) return unknown('the host did not say which knocks arrived');
  return known({ source, tried: portsIn(tried), arrived: portsIn(arrived) });
}

/** What of the last knocks at a public address reached the manager, of whom it is a fact. */
export function portsForwarded({ publicAddress, targetAddress }: AddressPair): StoredQuestion<ForwardedPorts> {
  return {
    id: probeId('proof.forwardedPorts', [publicAddress, targetAddress]),
    maxAgeSeconds: proofAgeSeconds,
    parse,
  };
}

/** The first word that a trial says where it went well, which nothing is concluded from. */
function word(name: string, pair: AddressPair, command: string): StoredQuestion<string> {
  return {
    id: probeId(`proof.forwardedPorts.${name}`, [pair.publicAddress, pair.targetAddress]),
    maxAgeSeconds: proofAgeSeconds,
    parse: (answer) => (answer.exitCode === 0 ? known(answer.stdout.trim()) : failedCommand(command, answer)),
  };
}

const pair = { publicAddress: z.string(), targetAddress: z.string() };
const ports = z.array(z.int());

const watch = defineTrial({
  kind: 'proof.forwarded-ports.watch',
  version: 1,
  input: z.strictObject({ ...pair, source: z.string(), nonce: z.string() }),
  question: ({ targetAddress, source, nonce }) => ({
    via: 'shell',
    script: watchScript,
    args: [targetAddress, source, nonce, String(boundSeconds)],
  }),
  fact: (input) => word('watched', input, 'nft'),
  summary: () => 'it watches for what is forwarded',
});

const knock = defineTrial({
  kind: 'proof.forwarded-ports.knock',
  version: 1,
  input: z.strictObject({ ...pair, ports }),
  question: (input) => ({
    via: 'shell',
    script: knockScript,
    args: [input.publicAddress, ...input.ports.map(String)],
  }),
  fact: (input) => word('knocked', input, 'bash'),
  summary: () => 'it knocked at every port',
});

const read = defineTrial({
  kind: 'proof.forwarded-ports.read',
  version: 1,
  input: z.strictObject({ ...pair, ports, source: z.string(), nonce: z.string() }),
  question: (input) => ({
    via: 'shell',
    script: readScript,
    args: [input.nonce, input.source, ...input.ports.map(String)],
  }),
  fact: (input) => portsForwarded(input),
  summary: ({ tried, arrived }) => `${arrived.length} of ${tried.length} ports are forwarded`,
});

/** What the device has to hand on, and MySQL, which it hands on by request only. */
function portsOf(core: ClusterCore, publicAddress: string): readonly number[] {
  const own = forwardRules(core).filter((rule) => rule.protocol === 'TCP' && rule.publicAddress === publicAddress);
  return [...new Set([...own.map(({ port }) => port), localDatabasePort])];
}

/** The vantage knocks at each public address, one after the other, and the manager sees which knocks reach it. */
export const forwardedPortsProof: Proof = {
  kind: 'FORWARDED_PORTS',
  title: 'Ports that the NAT device forwards',
  needsVantage: true,
  inDrafts: false,
  boundSeconds,
  trials: [watch, knock, read],
  notApplicable: ({ core }) =>
    core.topology === 'PRIVATE_NAT' && managerOf(core) !== undefined && addressPairs(core).length > 0
      ? null
      : 'There is no NAT device to knock at: declare topology PRIVATE_NAT, its public addresses and its forward target.',
  acts: ({ spec: { core }, vantage, nonce }) => {
    const hostId = managerOf(core)?.member.hostId;
    if (core.topology !== 'PRIVATE_NAT' || hostId === undefined || vantage === null) return [];
    const source = vantage.sourceAddress;
    return addressPairs(core).flatMap((at, index): readonly Act[] => {
      const first = 3 * index;
      const tried = [...portsOf(core, at.publicAddress)];
      return [
        { hostId, trial: watch.typed({ ...at, source, nonce }), after: index === 0 ? [] : [first - 1] },
        { hostId: vantage.hostId, trial: knock.typed({ ...at, ports: tried }), after: [first] },
        { hostId, trial: read.typed({ ...at, ports: tried, source, nonce }), after: [first + 1] },
      ];
    });
  },
};
