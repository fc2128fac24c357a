import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';

/** Writes standard input into settings of the running kernel, which is all that it is used for. */
export const tee: FakeCommand = {
  program: 'tee',
  run: ({ kernel }, paths, stdin) => {
    for (const path of paths) {
      if (!kernel.has(path)) throw new CommandFailed(1, `tee: ${path}: No such file or directory`);
      kernel.set(path, stdin.trim());
    }
    return stdin;
  },
};
