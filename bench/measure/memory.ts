import { readFileSync } from 'node:fs';

function megabytes(file: string, field: RegExp): number {
  try {
    const [, kilobytes] = field.exec(readFileSync(file, 'utf8')) ?? [];
    return Number(kilobytes ?? 0) / 1e3;
  } catch {
    // It ended meanwhile.
    return 0;
  }
}

/** Resident memory of a process, in MB. */
export function residentMegabytes(pid: number): number {
  return megabytes(`/proc/${pid}/status`, /^VmRSS:\s+(\d+) kB$/m);
}

/** Memory of processes together, in MB, what they share counted once. */
export function sharedOutMegabytes(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + megabytes(`/proc/${pid}/smaps_rollup`, /^Pss:\s+(\d+) kB$/m), 0);
}

/** Looks again and again while something runs; the highest that was seen. */
export async function peakWhile<T>(look: () => number, everyMs: number, work: () => Promise<T>): Promise<[T, number]> {
  let peak = look();
  const timer = setInterval(() => (peak = Math.max(peak, look())), everyMs);
  try {
    const done = await work();
    return [done, Math.max(peak, look())];
  } finally {
    clearInterval(timer);
  }
}
