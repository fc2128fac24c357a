import type { FileFact } from '../../probes/system/file-at.js';
import type { Mount } from '../../probes/storage/mounts.js';
import { carriesOurMark } from '../own-mark.js';

/** The table of what a host mounts at its boot. */
export const mountTable = '/etc/fstab';

/** Whether the host's own table mounts the same at every boot. */
export function isInTable(table: FileFact, { target, source }: Mount): boolean {
  if (table.is !== 'file') return false;
  return table.content.split('\n').some((line) => {
    const [device, place, fileSystem, options = ''] = line.trim().split(/\s+/);
    return (
      device === source &&
      place === target &&
      fileSystem?.startsWith('nfs') === true &&
      !options.split(',').includes('noauto')
    );
  });
}

/** Whether a mount unit of somebody else mounts the same; systemd has to start it at a boot. */
export function isMountedByUnit(unit: FileFact, { source }: Mount): boolean {
  return unit.is === 'file' && !carriesOurMark(unit.content) && unit.content.split('\n').includes(`What=${source}`);
}
