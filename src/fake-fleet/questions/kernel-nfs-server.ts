import { kernelNfsServer } from '../../probes/storage/kernel-nfs-server.js';
import { fakeQuestion } from './question.js';

export const kernelNfsServerQuestion = fakeQuestion(kernelNfsServer(), ({ units }) =>
  units.isActive('nfs-server.service') ? 'loaded\n' : 'loadable\n',
);
