import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

const flags = {
  r: { type: 'boolean' },
  a: { type: 'boolean' },
  u: { type: 'boolean' },
  o: { type: 'string' },
} as const;

/** Grants directories to clients: `-ra` as the files list them, otherwise one by one as `client:directory`. */
export const exportfs: FakeCommand = {
  program: 'exportfs',
  run: (host, args) => {
    if (!host.packages.has('nfs-kernel-server')) throw new CommandFailed(127, 'sh: 1: exportfs: not found');
    const { values, positionals } = readOptions('exportfs', args, flags);
    if (values.r === true) host.exports.sync();
    else if (values.u === true && values.a === true) host.exports.clear();
    for (const one of positionals) {
      const [, client = '', directory = ''] = /^(.*?):(\/.*)$/.exec(one) ?? [];
      if (values.u === true) host.exports.revoke(directory, client);
      else host.exports.grant(directory, client, (values.o ?? '').split(','));
    }
    return '';
  },
};
