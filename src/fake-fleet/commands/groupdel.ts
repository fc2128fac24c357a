import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Removes a group. */
export const groupdel: FakeCommand = {
  program: 'groupdel',
  run: (host, args) => {
    const { values, positionals } = readOptions('groupdel', args, { force: { type: 'boolean' } });
    host.users.removeGroup(positionals[0] ?? '', values.force === true);
    return '';
  },
};
