import { mailStores } from '../../probes/mail/mail-stores.js';
import { fakeQuestion } from './question.js';

/** No fake host has a mail server. */
export const mailStoresQuestion = fakeQuestion(mailStores(), () => '');
