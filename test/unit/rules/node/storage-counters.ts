import { linkSpeeds } from '../../../../src/probes/network/link-speeds.js';
import { diskActivity } from '../../../../src/probes/storage/disk-activity.js';
import { mounts } from '../../../../src/probes/storage/mounts.js';
import { nfsLatency } from '../../../../src/probes/storage/nfs-latency.js';
import type { HostFacts } from '../host-facts.js';
import { mountInfo } from '../mount-info.js';
import { withLinks } from '../printed-links.js';

/** Addresses that the nodes declare in one of the topologies. */
const held = ['9.9.9.12', '9.9.9.13', '10.0.0.12', '10.0.0.13'];

/** A node whose share took so many milliseconds for each of so many operations, over a link of so many Mbit/s. */
export function nodeCounters(
  facts: HostFacts,
  hostId: string,
  { milliseconds = 2, operations = 50_000, megabits = 10_000 } = {},
): HostFacts {
  const share = `device 9.9.9.10:/chroot mounted on /chroot with fstype nfs statvers=1.1\n\tage:\t600\n`;
  const read = `\t        READ: ${operations} ${operations} 0 1 1 0 1 ${operations * milliseconds} 0\n\n`;
  return withLinks(facts, hostId, { name: 'eno1', holds: held })
    .answer(hostId, nfsLatency(), `${share}${read}`)
    .answer(hostId, linkSpeeds(), `eno1 ${megabits}\nlo -\n`);
}

/** A host whose only disk was busy for so many per cent of the time. */
export function diskBusy(facts: HostFacts, hostId: string, percent: number): HostFacts {
  return facts
    .answer(hostId, mounts(), mountInfo())
    .answer(hostId, diskActivity(), `1000.00 1.00\n  98       0 sda 1 0 1 1 1 0 1 1 0 ${percent * 10_000} 1\n`);
}
