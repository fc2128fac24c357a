import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Makes a group. */
export const groupadd: FakeCommand = {
  program: 'groupadd',
  run: (host, args) => {
    const flags = { gid: { type: 'string' }, 'non-unique': { type: 'boolean' } } as const;
    const { values, positionals } = readOptions('groupadd', args, flags);
    host.users.addGroup(positionals[0] ?? '', Number(values.gid), values['non-unique'] === true);
    return '';
  },
};
