import { setquota } from '../commands/setquota.js';
import { CommandFailed } from '../model/command-failed.js';
import type { FakeHost } from '../model/fake-host.js';
import { rootDirectory } from '../model/file-tree.js';
import { groupQuotasAt } from '../model/group-quotas.js';
import { fakeTrial } from './fake-trial.js';
import { clearMarks, isOnShare } from './on-share.js';

const mark = '.hostwright-proof-quota-';
const blockKib = 64;

function setLimit(host: FakeHost, path: string, gid: string, kib: string): void {
  const { mount, remote } = groupQuotasAt(host, path);
  setquota.run(host, [...(remote === null ? [] : ['-r']), '-g', gid, '0', kib, '0', '0', mount.target], '');
}

export const quotaLimitTrial = fakeTrial(
  'proof.quota-refused.limit',
  { nonce: '' },
  (host, [path = '', nonce = '', gid = '', kib = '']) => {
    const id = Number(gid);
    if (host.users.users.some(({ uid }) => uid === id) || host.users.groups.some((group) => group.gid === id)) {
      return `taken ${gid}\n`;
    }
    if (!host.packages.has('quota')) throw new CommandFailed(127, 'setquota: not found');
    clearMarks(host, path, mark);
    try {
      setLimit(host, path, gid, kib);
    } catch (error) {
      if (error instanceof CommandFailed) return `refused ${error.message}\n`;
      throw error;
    }
    host.files.put(`${path}/${mark}${nonce}`, { ...rootDirectory, mode: '0700', uid: id, gid: id });
    return 'limited\n';
  },
);

/** Files of a model have no size: what is written counts for this once. */
export const quotaWriteTrial = fakeTrial(
  'proof.quota-refused.write',
  { nonce: '' },
  (host, [path = '', nonce = '', gid = '', blocks = '']) => {
    if (!isOnShare(host, path)) return 'absent\n';
    if (!host.files.isDirectory(`${path}/${mark}${nonce}`)) return 'over\n';
    const { limits, keeps } = groupQuotasAt(host, path);
    const limitKib = limits?.get(Number(gid)) ?? 0;
    return keeps && limitKib > 0 && Number(blocks) * blockKib > limitKib ? 'refused\n' : 'written\n';
  },
);

export const quotaClearTrial = fakeTrial('proof.quota-refused.clear', { nonce: '' }, (host, [path = '', gid = '']) => {
  clearMarks(host, path, mark);
  try {
    setLimit(host, path, gid, '0');
  } catch (error) {
    if (!(error instanceof CommandFailed)) throw error;
  }
  return 'cleared\n';
});
