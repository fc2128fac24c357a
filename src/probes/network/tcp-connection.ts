import { failedCommand } from '../failed-command.js';
import { known, probeId, type Answer, type Probe } from '../probe.js';

/** What became of a connection. `silent`: nobody answered in time; `unreachable`: the kernel was told, or knows, no way there. */
export type TcpConnection = 'open' | 'refused' | 'silent' | 'unreachable';

export const connectSeconds = 3;

/** The inner shell is bash: it alone opens connections without another program. */
const script = `timeout ${connectSeconds} bash -c '<"/dev/tcp/$0/$1"' "$1" "$2"`;

/** Exit code of `timeout` when it had to end the command. */
const timedOut = 124;
/** What bash prints of the kernel's answer, by which a connection that failed differs from a bash that cannot connect. */
const refusals = [
  ['Connection refused', 'refused'],
  ['No route to host', 'unreachable'],
  ['Network is unreachable', 'unreachable'],
] as const;

/** Why a bash that ran under `timeout` got no connection; undefined where it failed for another reason. */
export function whyNotConnected({ exitCode, stderr }: Answer): Exclude<TcpConnection, 'open'> | undefined {
  if (exitCode === timedOut) return 'silent';
  return refusals.find(([text]) => exitCode === 1 && stderr.includes(text))?.[1];
}

/** Connects to a port of an address and hangs up at once, without a word. */
export function tcpConnection(address: string, port: number): Probe<TcpConnection> {
  const args = [address, String(port)];
  return {
    id: probeId('network.tcpConnection', args),
    question: { via: 'shell', script, args },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return known('open');
      const failure = whyNotConnected(answer);
      return failure === undefined ? failedCommand('bash', answer) : known(failure);
    },
  };
}
