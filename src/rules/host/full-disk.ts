import type { DiskSpace } from '../../probes/storage/disk-space.js';

/** From here a disk counts as full, in per cent of what others than root may use: programs soon fail at any file that they write. */
export const fullPercent = 95;

/** How much is taken of what others than root may use, in per cent; all of it where nothing is free. */
export function percentTaken({ totalBytes, usedBytes, availableBytes }: DiskSpace): number {
  if (totalBytes === 0) return 0;
  return availableBytes === 0 ? 100 : Math.floor((100 * usedBytes) / (usedBytes + availableBytes));
}

export function isFull(space: DiskSpace): boolean {
  return percentTaken(space) >= fullPercent;
}
