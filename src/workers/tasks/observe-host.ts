import type { Claim } from '../../engine/claim-task.js';
import { recordLook } from '../../engine/record-look.js';
import type { Asked } from '../../engine/store-facts.js';
import { HostFault } from '../../ports/host-fault.js';
import type { HostSession } from '../../steps/harness/host-session.js';
import { askedProbes } from './asked-probes.js';
import type { Crew } from './crew.js';
import { inSession, type RoundTrips } from './in-session.js';
import { leaveQuarantine } from './leave-quarantine.js';
import type { VisitOutcome } from './visit-outcome.js';

/**
 * Asks a host what rules want to know of it, and changes nothing. Where nothing was done to it before, also what its steps look
 * at, so that plans can tell what they would change. A host in quarantine is asked for its key again first.
 */
export async function observeHost(crew: Crew, claim: Claim, trips: RoundTrips): Promise<VisitOutcome> {
  const { tenantId, hostId, revision, asks } = claim;
  const usual = await crew.rulebook.looksFor(crew.database, tenantId, hostId, revision === null);
  const besides = await askedProbes(crew.database, tenantId, asks);
  const probes = [...new Map([...usual, ...besides].map((probe) => [probe.id, probe])).values()];
  await leaveQuarantine(crew, claim);
  const ask = async (session: HostSession): Promise<{ asked: readonly Asked[]; elapsedMs: number }> => {
    const run = await session.look(probes.map(({ question }) => question));
    if (run.is === 'busy') throw new HostFault('BUSY', 'a change of ours still runs on the host');
    const asked = probes.flatMap((probe, index) => {
      const answer = run.answers[index];
      return answer === undefined ? [] : [{ probe, answer }];
    });
    return { asked, elapsedMs: run.elapsedMs };
  };
  // Whoever asks for a look by itself wants to know whether we still get in.
  const look = await inSession(crew, claim, trips, ask, { anew: revision === null });
  await recordLook(crew, claim, look, trips.count);
  return 'RECORDED';
}
