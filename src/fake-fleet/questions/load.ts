import { load } from '../../probes/system/load.js';
import { fakeQuestion } from './question.js';

/** Nothing runs on a fake host. */
export const loadQuestion = fakeQuestion(load(), () => '0.00 0.00 0.00 1/1 1\n');
