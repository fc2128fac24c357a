import { startingNfsServer } from '../../domain/starting-nfs-server.js';
import { ownRpcPrograms, rpcNumbers } from '../../probes/storage/rpc-programs.js';
import { runByHand } from '../remedy.js';
import type { Evidence, Remedy, RuleFacts } from '../rule.js';

/** That a host offered no NFS when it was last looked at, for whoever waits for its files; undefined where that is not known. */
export function stoppedNfsServer(facts: RuleFacts, hostId: string): Evidence | undefined {
  const programs = facts.read(hostId, ownRpcPrograms());
  if (!programs.known || programs.value.some(({ program }) => program === rpcNumbers.nfs)) return undefined;
  return programs.evidence;
}

/** What follows from that says so, in place of a cause of its own. */
export const asNfsIsStopped = 'as its NFS server does not run: this follows from R-STO-3, and is over with that';

/** What a person runs there; a repair of the cluster does it too where the host is managed. */
export function startNfsServer(hostId: string, host: string): Remedy {
  return runByHand(hostId, `Start the NFS server of ${host}`, startingNfsServer);
}
