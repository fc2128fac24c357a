import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';
import { userEntry, userOptions } from './user-options.js';

/** Makes a user. */
export const useradd: FakeCommand = {
  program: 'useradd',
  run: (host, args) => {
    const { values, positionals } = readOptions('useradd', args, userOptions);
    if (host.faults.find('disk-full') !== undefined) {
      throw new CommandFailed(1, 'useradd: failure while writing changes to /etc/passwd');
    }
    host.users.addUser(positionals[0] ?? '', userEntry(values));
    return '';
  },
};
