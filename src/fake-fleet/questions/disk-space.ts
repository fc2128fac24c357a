import { diskSpace } from '../../probes/storage/disk-space.js';
import type { FakeHost } from '../model/fake-host.js';
import { fakeQuestion } from './question.js';

const totalKib = 41_943_040;

function percentOf({ diskPercent, faults }: FakeHost): number {
  return faults.find('disk-full') === undefined ? diskPercent : 100;
}

/** Every fake host has one disk of 40 GiB, whatever is mounted; what is written takes no room of it. */
export const diskSpaceQuestion = fakeQuestion(diskSpace(), (host) => {
  const percent = percentOf(host);
  const used = Math.ceil((totalKib * percent) / 100);
  return `Filesystem     1024-blocks  Used Available Capacity Mounted on
/dev/root ${totalKib} ${used} ${totalKib - used} ${percent}% /
`;
});
