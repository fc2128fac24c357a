import { memory } from '../../probes/system/memory.js';
import { fakeQuestion } from './question.js';

/** Every fake host has 4 GiB. */
export const memoryQuestion = fakeQuestion(memory(), () => 'MemTotal:        4194304 kB\n');
