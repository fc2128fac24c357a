import { groupQuotas } from '../../probes/storage/group-quotas.js';
import { CommandFailed } from '../model/command-failed.js';
import { groupQuotasAt } from '../model/group-quotas.js';
import { fakeQuestion } from './question.js';

const header =
  'Group,BlockStatus,FileStatus,BlockUsed,BlockSoftLimit,BlockHardLimit,BlockGrace,FileUsed,FileSoftLimit,FileHardLimit,FileGrace\n';

export const groupQuotasQuestion = fakeQuestion(groupQuotas('/'), (host, [path = '']) => {
  if (!host.packages.has('quota')) throw new CommandFailed(127, "timeout: failed to run command 'repquota'");
  const { mount, limits, remote } = groupQuotasAt(host, path);
  if (limits === undefined || remote !== null) {
    throw new CommandFailed(1, `repquota: Mountpoint (or device) ${mount.target} not found or has no quota enabled.`);
  }
  const lines = [...limits].map(([gid, hardKib]) => `#${gid},ok,ok,0,0,${hardKib},0,0,0,0,0\n`);
  return header + lines.join('');
});
