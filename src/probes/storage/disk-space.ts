import { failedCommand } from '../failed-command.js';
import { parseOnce } from '../parse-once.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';

/** A file system on a disk of the host's own. */
export interface DiskSpace {
  readonly source: string;
  /** What its room is on, by which it is known that others share it: the device, or the pool of a ZFS data set. */
  readonly device: string;
  readonly target: string;
  readonly totalBytes: number;
  readonly usedBytes: number;
  /** What is left for others than root: less than the rest, where some is kept back. */
  readonly availableBytes: number;
}

const line = /^(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(?:\d+%|-)\s+(\/.*)$/;

/** A file of a disk that is mounted as one, or a disc: where it cannot be written, as no snap of Ubuntu can, it is always full. */
const imageDevice = /^\/dev\/(?:loop|sr)\d/;
/** ZFS mounts no device: `rpool/ROOT/debian` is a data set of the pool `rpool`, which holds what all of its data sets share. */
const dataSet = /^([A-Za-z][\w.-]*)\//;

/** What a file system takes its room from, which others may take theirs from too; undefined for none of the host's own disks. */
function deviceOf(source: string, target: string, isFull: boolean): string | undefined {
  // In a container the root itself may be an image.
  if (imageDevice.test(source) && isFull && target !== '/') return undefined;
  return source.startsWith('/') ? source : dataSet.exec(source)?.[1];
}

/** File systems in memory and others without a device are left out, and one that is mounted twice counts once. */
function parseSpace(text: string): Reading<readonly DiskSpace[]> {
  const [header = '', ...lines] = text.trimEnd().split('\n');
  if (!header.startsWith('Filesystem')) return unknown('df did not print its table');
  const spaces = new Map<string, DiskSpace>();
  for (const one of lines) {
    const [, source, total, used, available, target] = line.exec(one) ?? [];
    if (source === undefined || target === undefined)
      return unknown(`a line of df is not understood: ${one.slice(0, 200)}`);
    const device = deviceOf(source, target, used === total && available === '0');
    if (device === undefined || spaces.has(source)) continue;
    const bytes = (kib: string | undefined): number => Number(kib) * 1024;
    spaces.set(source, {
      ...{ source, device, target, totalBytes: bytes(total), usedBytes: bytes(used), availableBytes: bytes(available) },
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

/**
 * What all of them hold together, in bytes. What is free on a device that several share counts once. Of what is mounted, not of disks as
 * such: a container sees the disks of its host, which it cannot use.
 */
export function totalOf(spaces: readonly DiskSpace[]): number {
  const free = new Map<string, number>();
  for (const { device, totalBytes, usedBytes } of spaces) {
    free.set(device, Math.max(free.get(device) ?? 0, totalBytes - usedBytes));
  }
  const used = spaces.reduce((sum, { usedBytes }) => sum + usedBytes, 0);
  return [...free.values()].reduce((sum, bytes) => sum + bytes, used);
}
