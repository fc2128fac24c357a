import { rootDirectory } from '../model/file-tree.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Makes directories with those above them, as with `-p`. */
export const mkdir: FakeCommand = {
  program: 'mkdir',
  run: ({ files }, args) => {
    const flags = { p: { type: 'boolean' }, m: { type: 'string' } } as const;
    const { values, positionals } = readOptions('mkdir', args, flags);
    for (const path of positionals) {
      if (files.at(path) === undefined)
        files.put(path, { ...rootDirectory, mode: (values.m ?? '755').padStart(4, '0') });
    }
    return '';
  },
};
