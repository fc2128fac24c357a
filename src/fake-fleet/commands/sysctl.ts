import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Sets values of the running kernel, as `name=value`. */
export const sysctl: FakeCommand = {
  program: 'sysctl',
  run: ({ kernel }, args) => {
    const { positionals } = readOptions('sysctl', args, { q: { type: 'boolean' } });
    for (const assignment of positionals) {
      const [name = '', value = ''] = assignment.split('=');
      const path = `/proc/sys/${name.replaceAll('.', '/')}`;
      if (!kernel.has(path)) throw new CommandFailed(1, `sysctl: cannot stat ${path}: No such file or directory`);
      kernel.set(path, value);
    }
    return '';
  },
};
