import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** A file system on a disk of the host's own. */
export interface DiskSpace {
  readonly source: string;
  readonly target: string;
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** What is left for others than root: less than the rest, where some is kept back. */
  readonly availableBytes: number;
}

const line = /^(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(?:\d+%|-)\s+(\/.*)$/;

/** File systems in memory and others without a device are left out, and one that is mounted twice counts once. */
function parseSpace(text: string): Reading<readonly DiskSpace[]> {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  if (!header.startsWith('Filesystem')) return unknown('df did not print its table');
  const spaces = new Map<string, DiskSpace>();
  for (const one of lines) {
    const [, source, total, used, available, target] = line.exec(one) ?? [];
    if (source === undefined || target === undefined)
      return unknown(`a line of df is not understood: ${one.slice(0, 200)}`);
    if (!source.startsWith('/') || spaces.has(source)) continue;
    const bytes = (kib: string | undefined): number => Number(kib) * 1024;
    spaces.set(source, {
      ...{ source, target, totalBytes: bytes(total), usedBytes: bytes(used), availableBytes: bytes(available) },
    });
  }
  return spaces.size === 0 ? unknown('df shows no file system on a disk') : known([...spaces.values()]);
}

const parse = parseOnce((answer) => (answer.exitCode === 0 ? parseSpace(answer.stdout) : failedCommand('df', answer)));

/** The file systems on a host's own disks; never asks a server, and never hangs on one that is away. */
export function diskSpace(): Probe<readonly DiskSpace[]> {
  return {
    id: probeId('storage.diskSpace', []),
    question: { via: 'shell', script: 'LC_ALL=C timeout 5 df -Pkl', args: [] },
    maxAgeSeconds: 900,
    parse,
  };
}

/** What all of them hold together, in bytes. */
export function totalOf(spaces: readonly DiskSpace[]): number {
  return spaces.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
}
