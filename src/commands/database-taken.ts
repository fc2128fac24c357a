import { refused, type Refused } from './user-error.js';

/** On one server every database and every user belongs to one account. Whose it is, other clusters need not know. */
export function databaseTaken(part: 'name' | 'user'): Refused {
  const what = part === 'name' ? 'database' : 'user';
  return refused('NAME_TAKEN', `This server has a ${what} of this name for another account.`, ['database', part]);
}
