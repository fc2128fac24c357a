import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

export interface Memory {
  /** What the kernel has for programs and itself, in bytes: a little less than what is built in. */
  readonly totalBytes: number;
}

function parseMemory(text: string): Reading<Memory> {
  const [, kib] = /^MemTotal:\s+(\d+) kB$/m.exec(text) ?? [];
  return kib === undefined ? unknown('meminfo has no total') : known({ totalBytes: Number(kib) * 1024 });
}

/** The memory of a host. */
export function memory(): Probe<Memory> {
  return {
    id: probeId('system.memory', []),
    question: { via: 'shell', script: 'cat /proc/meminfo', args: [] },
    maxAgeSeconds: 86_400,
    parse: (answer) => (answer.exitCode === 0 ? parseMemory(answer.stdout) : failedCommand('cat', answer)),
  };
}
