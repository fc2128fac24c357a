import { rpcNumbers } from '../../probes/storage/rpc-programs.js';
import type { FakeHost } from '../model/fake-host.js';
import { rootDirectory } from '../model/file-tree.js';
import { fakeTrial } from './fake-trial.js';
import { clearMarks, isOnShare } from './on-share.js';

const mark = '.hostwright-proof-lock-';
/** What a lock file holds while the server knows that it is locked. */
const locked = 'locked';

function keepsLocksToItself({ mounts }: FakeHost, path: string): boolean {
  const { superOptions } = mounts.holding(path);
  return superOptions.some((option) => option === 'nolock' || /^local_lock=(?!none)/.test(option));
}

/** Whether whoever exports the share is found where locks of it are asked for. */
function isLockingFound(host: FakeHost, path: string): boolean {
  const [, address = ''] = /^\[?([^\]]+?)\]?:\//.exec(host.mounts.holding(path).source) ?? [];
  const server = host.network.holderOf(address, host)?.host;
  return server?.registrations.isForgotten(rpcNumbers.lockManager, 4) === false;
}

/** The program that waits for the lock is ended. */
const refused = 'refused 124 \n';

/** The lock lasts until it is released: nothing runs on a model that would end by itself. */
export const lockHoldTrial = fakeTrial('proof.lock-race.hold', { nonce: '' }, (host, [path = '', nonce = '']) => {
  if (!isOnShare(host, path)) return 'absent\n';
  clearMarks(host, path, mark);
  if (!keepsLocksToItself(host, path) && !isLockingFound(host, path)) return refused;
  const directory = `${path}/${mark}${nonce}`;
  host.files.put(directory, { ...rootDirectory, mode: '0700' });
  host.files.write(`${directory}/lock`, keepsLocksToItself(host, path) ? '' : locked);
  host.files.write(`${directory}/held`, nonce);
  return 'held\n';
});

export const lockTryTrial = fakeTrial('proof.lock-race.try', { nonce: '' }, (host, [path = '', nonce = '']) => {
  if (!isOnShare(host, path)) return 'absent\n';
  const directory = `${path}/${mark}${nonce}`;
  if (host.files.read(`${directory}/held`) !== nonce) return 'over\n';
  const isFree = keepsLocksToItself(host, path) || host.files.read(`${directory}/lock`) !== locked;
  return isFree ? 'won\n' : 'lost\n';
});

export const lockReleaseTrial = fakeTrial('proof.lock-race.release', { nonce: '' }, (host, [path = '']) => {
  if (!isOnShare(host, path)) return 'absent\n';
  clearMarks(host, path, mark);
  return 'released\n';
});
