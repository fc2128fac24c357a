import { failedCommand } from '../failed-command.js';
import { known, probeId, unknown, type Probe, type Reading } from '../probe.js';
import { mountHolding, type Mount } from './mounts.js';

/** What a disk or a partition did since the host started. */
export interface DiskActivity {
  /** As the kernel numbers it, e.g. `8:1`; `mountinfo` tells by it what is mounted from where. */
  readonly device: string;
  readonly name: string;
  /** Share of the time in which it had something to do, 0 to 1. */
  readonly busy: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
}

const sectorBytes = 512;
/** Numbers and name; then of reads: done, merged, sectors, ms; of writes the same; under way now, ms busy. */
const line = /^\s*(\d+)\s+(\d+) (\S+) \d+ \d+ (\d+) \d+ \d+ \d+ (\d+) \d+ \d+ (\d+)/;

function parseActivity(text: string): Reading<readonly DiskActivity[]> {
  const [first = '', ...lines] = text.trimEnd().split('\n');
  const [, uptime] = /^(\d+\.\d+) /.exec(first) ?? [];
  const uptimeMs = Number(uptime) * 1000;
  if (!(uptimeMs > 0)) return unknown('the host did not say for how long it is up');
  const disks: DiskActivity[] = [];
  for (const one of lines) {
    const [, major, minor, name, read, written, busyMs] = line.exec(one) ?? [];
    if (name === undefined) return unknown(`a line of diskstats is not understood: ${one.slice(0, 200)}`);
    disks.push({
      ...{ device: `${major}:${minor}`, name },
      // The kernel counts in 32 bits on some machines and rounds; never more than all of the time.
      busy: Math.min(1, Math.round((Number(busyMs) / uptimeMs) * 1000) / 1000),
      readBytes: Number(read) * sectorBytes,
      writtenBytes: Number(written) * sectorBytes,
    });
  }
  return known(disks);
}

/** How busy the disks of a host were since it started. */
export function diskActivity(): Probe<readonly DiskActivity[]> {
  return {
    id: probeId('storage.diskActivity', []),
    question: { via: 'shell', script: 'cat /proc/uptime /proc/diskstats', args: [] },
    maxAgeSeconds: 900,
    parse: (answer) => (answer.exitCode === 0 ? parseActivity(answer.stdout) : failedCommand('cat', answer)),
  };
}

/** The disk that a path lies on; undefined where the kernel counts none under its number, as of some file systems. */
export function busyDisk(
  disks: readonly DiskActivity[],
  mounts: readonly Mount[],
  path: string,
): DiskActivity | undefined {
  const device = mountHolding(mounts, path)?.device;
  return disks.find((disk) => disk.device === device);
}
