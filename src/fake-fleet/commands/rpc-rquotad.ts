import { rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Serves quotas to other hosts; it runs as the process of its unit. */
export const rpcRquotad: FakeCommand = {
  program: 'rpc.rquotad',
  run: ({ packages, registrations }, args) => {
    if (!packages.has('quota')) throw new CommandFailed(127, 'rpc.rquotad: not found');
    readOptions('rpc.rquotad', args, { foreground: { type: 'boolean' }, setquota: { type: 'boolean' } });
    registrations.tellAnew([rpcNumbers.quota]);
    return '';
  },
};
