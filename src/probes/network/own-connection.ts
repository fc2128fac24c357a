import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/**
 * The environment that sshd sets is gone by the time a look runs, hence the sockets: the nearest process above this one
 * that holds an established TCP connection is the session of sshd, and the local end of it is where we came in.
 */
const script = `table=$(ss -Htnp state established) || exit
pid=$PPID
while [ "\${pid:-0}" -gt 1 ]; do
  line=$(printf '%s\\n' "$table" | grep -m 1 -F "pid=$pid,") && { printf '%s\\n' "$line"; exit 0; }
  pid=$(sed -n 's/^PPid:[[:space:]]*//p' "/proc/$pid/status")
done
echo none`;

const localEnd = /^\s*\d+\s+\d+\s+\[?([^\s\]%]+)(?:%[^\s\]]+)?\]?:\d+\s/;

/** The address of the host over which this very look came in; null when it cannot be told. */
export function ownConnection(): Probe<string | null> {
  return {
    id: probeId('network.ownConnection', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 60,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('ss', answer);
      const address = localEnd.exec(answer.stdout)?.[1];
      return known(address === undefined ? null : address.replace(/^::ffff:/, ''));
    },
  };
}
