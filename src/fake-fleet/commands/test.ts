import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';

/** Whether nothing lies at a path: `test ! -e PATH`. */
export const test: FakeCommand = {
  program: 'test',
  run: ({ files }, [not, exists, path = '', ...rest]) => {
    if (not !== '!' || exists !== '-e' || rest.length > 0) {
      throw new CommandFailed(2, 'test: the fake host has no model of this condition');
    }
    if (files.at(path) !== undefined) throw new CommandFailed(1, `${path} is there`);
    return '';
  },
};
