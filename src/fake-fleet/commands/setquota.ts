import { CommandFailed } from '../model/command-failed.js';
import { groupQuotasAt } from '../model/group-quotas.js';
import type { FakeCommand } from './command.js';
import { readOptions } from './read-options.js';

/** Limits what a group may use of a file system: `setquota [-r] -g GID SOFT HARD FILES FILES TARGET`, with `-r` that of a share. */
export const setquota: FakeCommand = {
  program: 'setquota',
  run: (host, args) => {
    if (!host.packages.has('quota')) throw new CommandFailed(127, 'sh: 1: setquota: not found');
    const { values, positionals } = readOptions('setquota', args, { r: { type: 'boolean' }, g: { type: 'string' } });
    const [, hard = '', , , target = ''] = positionals;
    const { mount, limits, remote } = groupQuotasAt(host, target);
    if (limits === undefined || mount.target !== target || (remote !== null) !== (values.r === true)) {
      throw new CommandFailed(1, `setquota: Mountpoint (or device) ${target} not found or has no quota enabled.`);
    }
    if (remote?.takes === false) {
      throw new CommandFailed(1, `setquota: Error setting quota on ${mount.source}: Operation not permitted`);
    }
    limits.set(Number(values.g), Number(hard));
    return '';
  },
};
