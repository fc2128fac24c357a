import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface RealServer {
  readonly address: string;
  readonly port: number;
  readonly weight: number;
  /** Whether packets reach it as they came, by direct routing. */
  readonly direct: boolean;
}

/** What the kernel balances: a TCP port of an address, and the hosts that it goes to now. */
export interface VirtualService {
  readonly address: string;
  readonly port: number;
  readonly scheduler: string;
  readonly persistenceSeconds: number;
  readonly realServers: readonly RealServer[];
}

/**
 * Without its module the kernel balances nothing, and `ipvsadm` would load it: a look must not. Nor is the tool wanted where nothing
 * is balanced, as on nodes.
 */
const script = `[ -e /proc/net/ip_vs ] || exit 0
grep -qE '^(TCP|UDP|SCTP|FWM) ' /proc/net/ip_vs || { [ $? -eq 1 ] && exit 0; exit 1; }
exec ipvsadm --save --numeric`;

const endpoint = /^\[?([0-9a-fA-F.:]+?)\]?:(\d+)$/;

/** The words behind each option of a line; `-g` and `-O` have none. */
function optionsOf(line: string): ReadonlyMap<string, string> {
  const options = new Map<string, string>();
  const words = line.trim().split(/\s+/);
  words.forEach((word, index) => {
    const next = words[index + 1];
    if (word.startsWith('-')) options.set(word, next === undefined || next.startsWith('-') ? '' : next);
  });
  return options;
}

function parseTable(text: string): Reading<readonly VirtualService[]> {
  const services: (VirtualService & { realServers: RealServer[] })[] = [];
  for (const line of text.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const options = optionsOf(line);
    const [, address, port] = endpoint.exec(options.get('-t') ?? '') ?? [];
    // Firewall marks and UDP are none of ours.
    if (address === undefined || port === undefined) continue;
    if (options.has('-A')) {
      services.push({
        ...{ address, port: Number(port), scheduler: options.get('-s') ?? '' },
        ...{ persistenceSeconds: options.has('-p') ? Number(options.get('-p') || 300) : 0, realServers: [] },
      });
      continue;
    }
    const [, server, serverPort] = endpoint.exec(options.get('-r') ?? '') ?? [];
    const service = services.find((one) => one.address === address && one.port === Number(port));
    if (!options.has('-a') || service === undefined || server === undefined) {
      return unknown(`a line of ipvsadm is not understood: ${line.slice(0, 200)}`);
    }
    service.realServers.push({
      ...{ address: server, port: Number(serverPort) },
      ...{ weight: Number(options.get('-w') ?? 1), direct: options.has('-g') },
    });
  }
  return known(services);
}

/** The TCP services that a host's kernel balances now. A host that is down is not among the real servers. */
export function virtualServices(): Probe<readonly VirtualService[]> {
  return {
    id: probeId('balancing.virtualServices', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseTable(answer.stdout) : failedCommand('ipvsadm', answer)),
  };
}
