import { kernelNfsClient } from '../../probes/storage/kernel-nfs-client.js';
import { fakeQuestion } from './question.js';

export const kernelNfsClientQuestion = fakeQuestion(kernelNfsClient(), () => 'loadable\n');
