import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

const flags = {
  r: { type: 'boolean' },
  f: { type: 'boolean' },
  'one-file-system': { type: 'boolean' },
} as const;

/** Removes files, and directories with `-r`. */
export const rm: FakeCommand = {
  program: 'rm',
  run: ({ files }, args) => {
    const { values, positionals } = readOptions('rm', args, flags);
    for (const path of positionals) {
      if (files.at(path) === undefined) {
        if (values.f === true) continue;
        throw new CommandFailed(1, `rm: cannot remove '${path}': No such file or directory`);
      }
      if (files.isDirectory(path) && values.r !== true) {
        throw new CommandFailed(1, `rm: cannot remove '${path}': Is a directory`);
      }
      files.delete(path);
    }
    return '';
  },
};
