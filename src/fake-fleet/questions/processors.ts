import { processors } from '../../probes/system/processors.js';
import { fakeQuestion } from './question.js';

const shown = {
  lscpu: [
    { field: 'Architecture:', data: 'x86_64' },
    { field: 'CPU op-mode(s):', data: '32-bit, 64-bit' },
    { field: 'CPU(s):', data: '2' },
    { field: 'Model name:', data: 'Fake Processor' },
  ],
};

/** Every fake host has two. */
export const processorsQuestion = fakeQuestion(processors(), () => `2\n${JSON.stringify(shown)}\n`);
