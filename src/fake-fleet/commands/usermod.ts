import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';
import { userEntry, userOptions } from './user-options.js';

/** Changes what the entry of a user holds. */
export const usermod: FakeCommand = {
  program: 'usermod',
  run: (host, args) => {
    const { values, positionals } = readOptions('usermod', args, userOptions);
    host.users.changeUser(positionals[0] ?? '', userEntry(values));
    return '';
  },
};
