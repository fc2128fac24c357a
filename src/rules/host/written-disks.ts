import type { DiskSpace } from '../../probes/storage/disk-space.js';
import { mountedAt, mounts, type Mount } from '../../probes/storage/mounts.js';
import type { RuleFacts } from '../rule.js';

function isReadOnly({ options, superOptions }: Mount): boolean {
  return options.includes('ro') || superOptions.includes('ro');
}

/**
 * Those of a host's disks that something can be written to: a disc, the drive with a machine's first settings or another image is full for
 * ever. Of a device that is mounted for writing anywhere its room counts, and so it does where nobody looked how it is mounted.
 */
export function writtenDisks(
  facts: Pick<RuleFacts, 'read'>,
  hostId: string,
  disks: readonly DiskSpace[],
): readonly DiskSpace[] {
  const mounted = facts.read(hostId, mounts());
  if (!mounted.known) return disks;
  return disks.filter(({ target }) => {
    const at = mountedAt(mounted.value, target);
    return at === undefined || mounted.value.some((one) => one.device === at.device && !isReadOnly(one));
  });
}
