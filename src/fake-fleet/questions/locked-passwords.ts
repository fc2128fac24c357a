import { lockedPasswords } from '../../probes/accounts/locked-passwords.js';
import { fakeQuestion } from './question.js';

/** No password lets anybody into a fake host. */
export const lockedPasswordsQuestion = fakeQuestion(lockedPasswords(), ({ users }) =>
  users.users.map(({ name }) => `${name}\n`).join(''),
);
