import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** How many programs ran or waited for a processor or a disk, on average over the last minutes. */
export interface Load {
  readonly minutes1: number;
  readonly minutes5: number;
  readonly minutes15: number;
}

function parseLoad(text: string): Reading<Load> {
  const [, minutes1, minutes5, minutes15] = /^(\d+\.\d+) (\d+\.\d+) (\d+\.\d+) /.exec(text) ?? [];
  if (minutes15 === undefined) return unknown('loadavg has no averages');
  return known({ minutes1: Number(minutes1), minutes5: Number(minutes5), minutes15: Number(minutes15) });
}

/** How busy a host is. */
export function load(): Probe<Load> {
  return {
    id: probeId('system.load', []),
    question: { via: 'shell', script: 'cat /proc/loadavg', args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseLoad(answer.stdout) : failedCommand('cat', answer)),
  };
}
