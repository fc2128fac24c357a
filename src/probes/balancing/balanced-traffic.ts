import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** What passed a host's kernel for a balanced TCP port since it began to balance it. */
export interface BalancedTraffic {
  readonly address: string;
  readonly port: number;
  readonly connections: number;
  readonly packetsIn: number;
  /** Hosts that take connections now; what went to one that was taken out since is counted no more. */
  readonly realServers: readonly ServedTraffic[];
}

/** What of the traffic of a balanced port is of one host. */
export interface ServedTraffic {
  readonly address: string;
  /** Answers that passed the balancing host on their way back; with direct routing there are none of another host. */
  readonly packetsOut: number;
}

/** Without its module the kernel balances nothing, and `ipvsadm` would load it: a look must not. */
const script = `[ -e /proc/net/ip_vs ] || exit 0
exec ipvsadm --list --numeric --stats --exact`;

/** Of a service by its protocol, of a host that takes its connections by an arrow; then connections, packets in, packets out. */
const line = /^(TCP|UDP|SCTP|FWM|\s+->)\s+(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s/;
const tcp = /^\[?([0-9a-fA-F.:]+?)\]?:(\d+)$/;

function parseTraffic(text: string): Reading<readonly BalancedTraffic[]> {
  const all: (BalancedTraffic & { realServers: ServedTraffic[] })[] = [];
  let current: ServedTraffic[] | undefined;
  for (const counted of text.split('\n')) {
    if (!/^(TCP|UDP|SCTP|FWM|\s+-> (?!RemoteAddress))/.test(counted)) continue;
    const [, kind = '', endpoint = '', ...numbers] = line.exec(counted) ?? [];
    const [connections, packetsIn, packetsOut] = numbers.map(Number);
    const [, address, port] = tcp.exec(endpoint) ?? [];
    const isOther = /^(UDP|SCTP|FWM)$/.test(kind);
    // What is balanced by another protocol or by a mark of the firewall is none of ours, and so are its hosts.
    if (isOther) current = undefined;
    else if (
      address === undefined ||
      connections === undefined ||
      packetsIn === undefined ||
      packetsOut === undefined
    ) {
      return unknown(`a line of ipvsadm is not understood: ${counted.slice(0, 200)}`);
    } else if (kind === 'TCP') {
      current = [];
      all.push({ address, port: Number(port), connections, packetsIn, realServers: current });
    } else current?.push({ address, packetsOut });
  }
  return known(all);
}

/** The traffic of every TCP service that a host's kernel balances. The kernel sums up what it counted every other second. */
export function balancedTraffic(): Probe<readonly BalancedTraffic[]> {
  return {
    id: probeId('balancing.traffic', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseTraffic(answer.stdout) : failedCommand('ipvsadm', answer)),
  };
}
