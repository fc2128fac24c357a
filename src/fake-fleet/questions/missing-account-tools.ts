import { missingAccountTools } from '../../probes/accounts/missing-account-tools.js';
import { fakeQuestion } from './question.js';

/** Every host has the programs that make users and groups. */
export const missingAccountToolsQuestion = fakeQuestion(missingAccountTools(), () => '');
