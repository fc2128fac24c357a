import { mountedAt, mounts } from '../../probes/storage/mounts.js';
import { conflict, type Decision } from '../decision.js';
import type { Facts } from '../step.js';

/** Whether a share is mounted at the path. What is made there without it would lie on the host's own disk, hidden later. */
export function isOnShare(facts: Facts, path: string): boolean {
  return mountedAt(facts.read(mounts()), path)?.fileSystem.startsWith('nfs') === true;
}

export function notMounted(path: string): Decision {
  return conflict(`no share is mounted at ${path}`, 'what is made there would lie on the own disk of the host');
}
