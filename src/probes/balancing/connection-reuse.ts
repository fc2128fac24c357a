import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

const path = '/proc/sys/net/ipv4/vs/conn_reuse_mode';
const script = `[ -e /proc/sys/net/ipv4/vs ] || exit 0
exec cat ${path}`;

/** `net.ipv4.vs.conn_reuse_mode`: what becomes of a client's port that comes again; null while nothing can be balanced. */
export function connectionReuse(): Probe<number | null> {
  return {
    id: probeId('balancing.connectionReuse', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('cat', answer);
      if (answer.stdout === '') return known(null);
      const [, mode] = /^(\d{1,9})\n$/.exec(answer.stdout) ?? [];
      return mode === undefined ? unknown(`${path} holds no number`) : known(Number(mode));
    },
  };
}
