import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { mkdir } from './mkdir.js';
import { readOptions } from './read-options.js';
import { rmdir } from './rmdir.js';

const flags = {
  reuid: { type: 'string' },
  regid: { type: 'string' },
  'clear-groups': { type: 'boolean' },
} as const;

/** Makes and removes directories as somebody else than root. */
export const setpriv: FakeCommand = {
  program: 'setpriv',
  run: (host, args) => {
    const own = args.indexOf('--');
    const { values } = readOptions('setpriv', args.slice(0, own), flags);
    const [program = '', ...rest] = args.slice(own + 1);
    const command = [mkdir, rmdir].find((one) => one.program === program);
    if (command === undefined)
      throw new CommandFailed(127, `setpriv: the fake host has no model of ${program} as a user`);
    command.run(host, rest, '');
    const path = rest.at(-1) ?? '';
    const made = host.files.at(path);
    if (typeof made === 'object' && made.is === 'directory') {
      host.files.put(path, { ...made, uid: Number(values.reuid), gid: Number(values.regid) });
    }
    return '';
  },
};
