import { lockGrace } from '../../probes/storage/lock-grace.js';
import { fakeQuestion } from './question.js';

const files = ['/proc/sys/fs/nfs/nlm_grace_period', '/proc/fs/nfsd/nfsv4gracetime'];

export const lockGraceQuestion = fakeQuestion(lockGrace(), ({ kernel }) =>
  files.map((file) => `${kernel.get(file) ?? 'none'}\n`).join(''),
);
