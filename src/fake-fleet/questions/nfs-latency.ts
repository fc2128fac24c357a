import { nfsLatency } from '../../probes/storage/nfs-latency.js';
import { fakeQuestion } from './question.js';

/** What is mounted over the fake network answers at once, and nobody counts. */
export const nfsLatencyQuestion = fakeQuestion(nfsLatency(), ({ mounts }) => {
  const share = mounts.at('/chroot');
  if (share === undefined || !share.fileSystem.startsWith('nfs')) return '';
  return `device ${share.source} mounted on /chroot with fstype ${share.fileSystem} statvers=1.1\n\tage:\t1\n\n`;
});
