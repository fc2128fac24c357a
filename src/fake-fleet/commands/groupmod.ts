import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Gives a group another number. */
export const groupmod: FakeCommand = {
  program: 'groupmod',
  run: (host, args) => {
    const { values, positionals } = readOptions('groupmod', args, { gid: { type: 'string' } });
    host.users.changeGroup(positionals[0] ?? '', Number(values.gid));
    return '';
  },
};
