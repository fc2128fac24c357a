import type { Claim } from '../../engine/claim-task.js';
import { endQuarantine } from '../../engine/end-quarantine.js';
import type { Crew } from './crew.js';
import { loadDoubtedTarget } from './load-target.js';

/**
 * Ends the quarantine of the host that is to be looked at, where it shows the confirmed key again; otherwise it fails as whoever finds
 * another key does, and the host stays where it is. The connection is a new one: one that was kept may be older than the doubt.
 *
 * Nobody wins by it. Who stands between us and the host cannot show its key, as the exchange is signed by it, and nothing of ours is
 * sent before that is checked, at this connection and at each one after it. Where two machines answer at one address in turn, nothing
 * is ever sent to the wrong one, and each time that it answers it is told anew (`host.key_changed`).
 */
export async function leaveQuarantine(crew: Crew, claim: Claim): Promise<void> {
  const target = await loadDoubtedTarget(crew.database, claim.tenantId, claim.hostId);
  if (target === undefined) return;
  const connection = await crew.connections.fresh(claim.tenantId, target);
  connection.close();
  await endQuarantine(crew, claim, target.pinnedSha256);
}
