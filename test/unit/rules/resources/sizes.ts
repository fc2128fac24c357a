import { diskSpace } from '../../../../src/probes/storage/disk-space.js';
import { load } from '../../../../src/probes/system/load.js';
import { memory } from '../../../../src/probes/system/memory.js';
import { processors } from '../../../../src/probes/system/processors.js';
import type { HostFacts } from '../host-facts.js';

interface Size {
  readonly processors?: number;
  readonly memoryGigabytes?: number;
  readonly diskGigabytes?: number;
  /** Of a hundred, of the only file system. */
  readonly diskFull?: number;
  /** Programs over 15 minutes. */
  readonly load?: number;
}

function kib(gigabytes: number): number {
  return Math.round((gigabytes * 1_000_000_000) / 1024);
}

/** A host of this size: what is not said is roomy and idle. */
export function sized(facts: HostFacts, hostId: string, size: Size = {}): HostFacts {
  const total = kib(size.diskGigabytes ?? 100);
  const used = Math.round((total * (size.diskFull ?? 0)) / 100);
  const df = `Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/root ${total} ${used} ${total - used} ${size.diskFull ?? 0}% /\n`;
  return facts
    .answer(hostId, processors(), `${size.processors ?? 8}\n{"lscpu":[]}\n`)
    .answer(hostId, memory(), `MemTotal: ${kib(size.memoryGigabytes ?? 16)} kB\n`)
    .answer(hostId, diskSpace(), df)
    .answer(hostId, load(), `0.00 0.00 ${(size.load ?? 0).toFixed(2)} 1/1 1\n`);
}
