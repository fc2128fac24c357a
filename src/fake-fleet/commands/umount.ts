import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Takes the newest mount off a directory. */
export const umount: FakeCommand = {
  program: 'umount',
  run: ({ mounts }, args) => {
    const { positionals } = readOptions('umount', args, { f: { type: 'boolean' }, l: { type: 'boolean' } });
    for (const target of positionals) mounts.remove(target);
    return '';
  },
};
