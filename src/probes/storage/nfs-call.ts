import { failedCommand } from '../failed-command.js';
import { connectSeconds, whyNotConnected, type TcpConnection } from '../network/tcp-connection.js';
import { known, probeId, type Probe } from '../probe.js';
import { rpcNumbers } from './rpc-programs.js';

/**
 * What becomes of a call. `reached`: version 3 answered, or, where nothing is installed that could call it, the ports took a
 * connection; `notOffered`: the port mapper or the server says that there is none.
 */
export type NfsCall = 'reached' | 'notOffered' | Exclude<TcpConnection, 'open'>;

/** Of the port mapper and of NFS. */
export const nfsPorts = [111, 2049] as const;

export const callSeconds = 5;

/**
 * Killed, and that is told as late: while it connects, libtirpc keeps every other signal from rpcinfo, so that it would go on for
 * minutes. The inner shell is bash: it alone opens connections without another program.
 */
const script = `if command -v rpcinfo >/dev/null; then
  timeout -s KILL ${callSeconds} rpcinfo -T "$2" "$1" ${rpcNumbers.nfs} 3
  code=$?
  if [ "$code" -eq 137 ]; then exit 124; fi
  exit "$code"
fi
for port in ${nfsPorts.join(' ')}; do
  timeout ${connectSeconds} bash -c '<"/dev/tcp/$0/$1"' "$1" "$port" || exit
done`;

const none = /Program not registered|Program\/version mismatch/;

/** Calls version 3 of the NFS server at an address, by which user storage is mounted: its null procedure, which does nothing. */
export function nfsCall(address: string): Probe<NfsCall> {
  return {
    id: probeId('storage.nfsCall', [address]),
    question: { via: 'shell', script, args: [address, address.includes(':') ? 'tcp6' : 'tcp'] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return known('reached');
      if (answer.exitCode === 1 && none.test(answer.stderr)) return known('notOffered');
      const failure = whyNotConnected(answer);
      return failure === undefined ? failedCommand('rpcinfo', answer) : known(failure);
    },
  };
}
