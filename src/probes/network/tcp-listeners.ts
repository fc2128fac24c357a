import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** A TCP port that somebody on the host listens on. `address` is null for all addresses of the host. */
export interface TcpListener {
  readonly address: string | null;
  readonly port: number;
  /** Names of the processes that hold the socket; empty where it is the kernel's own. */
  readonly programs: readonly string[];
}

/** Columns of `ss`: state, two queues, local address with port, that of the peer, processes. A link may stand behind the address. */
const line = /^LISTEN\s+\d+\s+\d+\s+(\S+):(\d+)\s+\S*(?:\s+users:\((.*)\))?\s*$/;
const process = /\("([^"]*)",pid=/g;
const everywhere = new Set(['*', '0.0.0.0', '::']);

/** A socket for IPv6 that is bound to an IPv4 address, as Java makes them, is shown by that address in the form of IPv6. */
const mapped = /^::ffff:(?=[\d.]+$)/;

function addressOf(text: string): string | null {
  const address = text
    .replace(/%.*$/, '')
    .replace(/^\[(.*)\]$/, '$1')
    .replace(mapped, '');
  // Of all addresses of one link others are none of it.
  return everywhere.has(address) && !text.includes('%') ? null : address;
}

const parse = parseOnce((answer): Reading<readonly TcpListener[]> => {
  if (answer.exitCode !== 0) return failedCommand('ss', answer);
  const listeners: TcpListener[] = [];
  for (const text of answer.stdout.split('\n').filter((candidate) => candidate.trim() !== '')) {
    const [, address, port, users = ''] = line.exec(text) ?? [];
    if (address === undefined || port === undefined)
      return unknown(`a line of ss is not understood: ${text.slice(0, 200)}`);
    const programs = new Set([...users.matchAll(process)].map(([, name = '']) => name));
    listeners.push({ address: addressOf(address), port: Number(port), programs: [...programs] });
  }
  return known(listeners);
});

/** Where the host listens for TCP connections now, whoever does. */
export function tcpListeners(): Probe<readonly TcpListener[]> {
  return {
    id: probeId('network.tcpListeners', []),
    question: { via: 'shell', script: 'ss --no-header --tcp --listening --numeric --processes', args: [] },
    maxAgeSeconds: 900,
    parse,
  };
}

/** The addresses on which somebody listens on a port; null is among them where that is all of the host's. */
export function addressesListening(listeners: readonly TcpListener[], port: number): readonly (string | null)[] {
  return listeners.filter((listener) => listener.port === port).map(({ address }) => address);
}
