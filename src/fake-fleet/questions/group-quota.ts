import { groupQuota } from '../../probes/storage/group-quota.js';
import { CommandFailed } from '../model/command-failed.js';
import { groupQuotasAt } from '../model/group-quotas.js';
import { fakeQuestion } from './question.js';

/** Nothing is counted: no file of a fake host has a size. */
export const groupQuotaQuestion = fakeQuestion(groupQuota(0, '/'), (host, [gid = '', path = '']) => {
  if (!host.packages.has('quota')) throw new CommandFailed(127, "timeout: failed to run command 'quota'");
  const { mount, limits, remote } = groupQuotasAt(host, path);
  if (remote?.tells === false) {
    throw new CommandFailed(1, `quota: error while getting quota from ${mount.source} for #${gid}: Connection refused`);
  }
  if (limits === undefined) {
    throw new CommandFailed(1, `quota: Mountpoint (or device) ${mount.target} not found or has no quota enabled.`);
  }
  const columns = 'Filesystem  blocks   quota   limit   grace   files   quota   limit   grace';
  return `${columns}\n${mount.source}  0  0  ${limits.get(Number(gid)) ?? 0}    0  0  0\n`;
});
