import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** How a share answered since it was mounted, by the client's own counters. */
export interface NfsLatency {
  readonly source: string;
  /** Seconds since it was mounted. */
  readonly ageSeconds: number;
  readonly operations: number;
  /** Milliseconds that an operation took on average, from the program's call to its answer; null where there was none. */
  readonly averageMs: number | null;
  /** Operations that had to be sent again. */
  readonly repeated: number;
}

/** Of one mount only: the manager has a share of each node, and the file grows with them. */
const script = String.raw`sed -n '/ mounted on \/chroot with fstype nfs/,/^$/p' /proc/self/mountstats`;

const head = /^device (.+) mounted on \/chroot with fstype nfs4? /;
/** Name, operations, transmissions, timeouts, bytes out, bytes in, then milliseconds: queued, on the way, in all. */
const operation = /^\s+[A-Z_0-9]+: (\d+) (\d+) \d+ \d+ \d+ \d+ \d+ (\d+)/;

function parseStats(text: string): Reading<NfsLatency | null> {
  // The newest mount at a place is the one that is seen there.
  const begin = text.lastIndexOf('device ', text.lastIndexOf(' mounted on /chroot with fstype nfs'));
  if (begin === -1) return text.trim() === '' ? known(null) : unknown('mountstats names no share');
  const [first = '', ...lines] = text.slice(begin).split('\n');
  const [, source] = head.exec(first) ?? [];
  const next = lines.findIndex((line) => line.startsWith('device '));
  const own = next === -1 ? lines : lines.slice(0, next);
  const [, age] = /^\s+age:\s+(\d+)$/m.exec(own.join('\n')) ?? [];
  if (source === undefined || age === undefined) return unknown('mountstats has no age of the share');
  let operations = 0;
  let repeated = 0;
  let milliseconds = 0;
  for (const line of own) {
    const [, done, sent, took] = operation.exec(line) ?? [];
    operations += Number(done ?? 0);
    repeated += Number(sent ?? 0) - Number(done ?? 0);
    milliseconds += Number(took ?? 0);
  }
  const averageMs = operations === 0 ? null : Math.round((milliseconds / operations) * 10) / 10;
  return known({ source, ageSeconds: Number(age), operations, averageMs, repeated: Math.max(0, repeated) });
}

/** How long the share at `/chroot` takes to answer; null where none is mounted there. */
export function nfsLatency(): Probe<NfsLatency | null> {
  return {
    id: probeId('storage.nfsLatency', []),
    question: { via: 'shell', script, args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseStats(answer.stdout) : failedCommand('sed', answer)),
  };
}
