import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** What passed a host's kernel for a balanced TCP port since it began to balance it. */
export interface BalancedTraffic {
  readonly address: string;
  readonly port: number;
  readonly connections: number;
  readonly packetsIn: number;
  /** Answers that passed the host on their way back; with direct routing there are none. */
  readonly packetsOut: number;
}

/** Without its module the kernel balances nothing, and `ipvsadm` would load it: a look must not. */
const script = `[ -e /proc/net/ip_vs ] || exit 0
exec ipvsadm --list --numeric --stats --exact`;

/** Lines of real servers begin with an arrow. */
const line = /^TCP\s+\[?([0-9a-fA-F.:]+?)\]?:(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s/;

/** The traffic of every TCP service that a host's kernel balances. The kernel sums up what it counted every other second. */
export function balancedTraffic(): Probe<readonly BalancedTraffic[]> {
  return {
    id: probeId('balancing.traffic', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('ipvsadm', answer);
      const all: BalancedTraffic[] = [];
      for (const text of answer.stdout.split('\n').filter((candidate) => candidate.startsWith('TCP'))) {
        const [, address, ...numbers] = line.exec(text) ?? [];
        const [port, connections, packetsIn, packetsOut] = numbers.map(Number);
        if (
          address === undefined ||
          port === undefined ||
          connections === undefined ||
          packetsIn === undefined ||
          packetsOut === undefined
        ) {
          return unknown(`a line of ipvsadm is not understood: ${text.slice(0, 200)}`);
        }
        all.push({ address, port, connections, packetsIn, packetsOut });
      }
      return known(all);
    },
  };
}
