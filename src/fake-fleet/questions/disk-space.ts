import { diskSpace } from '../../probes/storage/disk-space.js';
import { fakeQuestion } from './question.js';

/** Every fake host has one empty disk of 40 GiB, whatever is mounted. */
export const diskSpaceQuestion = fakeQuestion(
  diskSpace(),
  () => `Filesystem     1024-blocks  Used Available Capacity Mounted on
/dev/root         41943040     0  41943040       0% /
`,
);
