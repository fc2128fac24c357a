import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Removes a user, and the group of its own. */
export const userdel: FakeCommand = {
  program: 'userdel',
  run: (host, args) => {
    host.users.removeUser(readOptions('userdel', args, {}).positionals[0] ?? '');
    return '';
  },
};
