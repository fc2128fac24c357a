import { hasNfsMounts } from '../../probes/storage/has-nfs-mounts.js';
import { fakeQuestion } from './question.js';

export const hasNfsMountsQuestion = fakeQuestion(hasNfsMounts(), ({ mounts }) => {
  const shares = mounts.all.filter(({ fileSystem }) => fileSystem === 'nfs' || fileSystem === 'nfs4');
  return `${shares.length}\n`;
});
