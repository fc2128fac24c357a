import { nfsExports } from '../../probes/storage/nfs-exports.js';
import { CommandFailed } from '../model/command-failed.js';
import { fakeQuestion } from './question.js';

export const nfsExportsQuestion = fakeQuestion(nfsExports(), ({ exports, packages }) => {
  if (!packages.has('nfs-kernel-server')) throw new CommandFailed(127, 'sh: 1: exportfs: not found');
  return exports.all.map(({ path, client, options }) => `${path}  ${client}(${options.join(',')})\n`).join('');
});
