import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** The first line of a file that a host keeps fresh. `unreadable`: its file system is away; `other`: something of somebody else. */
export type LogStamp =
  | { readonly is: 'absent' | 'unreadable' | 'other' }
  /** By the clocks of the host that wrote it and of the one that was asked. */
  | { readonly is: 'stamped'; readonly host: string; readonly ageSeconds: number };

/** Bounded, since a share of a node that is down answers late or never. */
const script = `said=$(timeout 5 head -c 200 -- "$1" 2>&1)
case $? in
0) printf '%s %s\\n' "$(date +%s)" "$(printf '%s\\n' "$said" | head -n 1)" ;;
124) echo unreadable ;;
*) case $said in *'No such file'*) echo absent ;; *) echo unreadable ;; esac ;;
esac`;

const stamp = /^(\d+) (?:canary|usage) (\d+) ([0-9a-f-]{36})(?: |$)/;

function parseStamp(text: string): Reading<LogStamp> {
  const line = text.trimEnd();
  if (line === 'absent' || line === 'unreadable') return known({ is: line });
  if (!/^\d+( |$)/.test(line)) return unknown('the file was not shown');
  const [, now, written, host] = stamp.exec(line) ?? [];
  if (now === undefined || written === undefined || host === undefined) return known({ is: 'other' });
  return known({ is: 'stamped', host, ageSeconds: Number(now) - Number(written) });
}

/** Who wrote a file of a log directory last, and how long ago. */
export function logStamp(path: string): Probe<LogStamp> {
  return {
    id: probeId('logs.stamp', [path]),
    question: { via: 'shell', script, args: [path] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseStamp(answer.stdout) : failedCommand('head', answer)),
  };
}
