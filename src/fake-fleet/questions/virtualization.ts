import { virtualization } from '../../probes/system/virtualization.js';
import { fakeQuestion } from './question.js';

export const virtualizationQuestion = fakeQuestion(virtualization(), () => 'none\nnone\nkvm\n');
