import { ownRpcPrograms, rpcNumbers, type RpcProgram } from '../../probes/storage/rpc-programs.js';
import type { Facts } from '../step.js';

type Wanted = Pick<RpcProgram, 'program' | 'version'>;

/** What a client of version 3 asks the port mapper of its server for; locks of that version are of their version 4. */
const share: readonly Wanted[] = [
  { program: rpcNumbers.nfs, version: 3 },
  { program: rpcNumbers.mount, version: 3 },
];
const locks: Wanted = { program: rpcNumbers.lockManager, version: 4 };
const status: Wanted = { program: rpcNumbers.lockStatus, version: 1 };
const quotas: Wanted = { program: rpcNumbers.quota, version: 1 };

/**
 * A port mapper that was started anew may have forgotten who serves what, and a service that runs on tells it no second time:
 * nobody who comes afterwards finds it.
 */
function isRegistered(facts: Facts, ...wanted: readonly Wanted[]): boolean {
  const now = facts.read(ownRpcPrograms());
  return wanted.every(({ program, version }) =>
    now.some((one) => one.program === program && one.version === version && one.protocol === 'tcp'),
  );
}

/** Whether clients of NFS version 3 find the server that runs on the host. */
export function isShareFound(facts: Facts): boolean {
  return isRegistered(facts, ...share);
}

/** Whether they find the lock manager beside it. */
export function areLocksFound(facts: Facts): boolean {
  return isRegistered(facts, locks);
}

/** Whether the kernel and other hosts find the lock status service, without which no lock is granted or asked for. */
export function isLockStatusFound(facts: Facts): boolean {
  return isRegistered(facts, status);
}

/** Whether other hosts find the server of remote quotas. */
export function areQuotasFound(facts: Facts): boolean {
  return isRegistered(facts, quotas);
}
