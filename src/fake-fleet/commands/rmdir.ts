import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Removes empty directories. */
export const rmdir: FakeCommand = {
  program: 'rmdir',
  run: ({ files, mounts }, args) => {
    const flags = { 'ignore-fail-on-non-empty': { type: 'boolean' } } as const;
    const { values, positionals } = readOptions('rmdir', args, flags);
    for (const path of positionals) {
      const refuse = (why: string): CommandFailed => new CommandFailed(1, `rmdir: failed to remove '${path}': ${why}`);
      if (!files.isDirectory(path)) throw refuse('No such file or directory');
      if (mounts.at(path) !== undefined) throw refuse('Device or resource busy');
      if (files.below(path).length > 0) {
        if (values['ignore-fail-on-non-empty'] === true) continue;
        throw refuse('Directory not empty');
      }
      files.delete(path);
    }
    return '';
  },
};
