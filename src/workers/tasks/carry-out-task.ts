import { claimTask, type Claim } from '../../engine/claim-task.js';
import { holdLease, type HeldLease } from '../../engine/hold-lease.js';
import { recordFault } from '../../engine/record-fault.js';
import { recordHostKey } from '../../engine/record-look.js';
import { DatabaseUnavailable } from '../../ports/database-unavailable.js';
import type { Ids } from '../../ports/ids.js';
import type { TaskMessage } from '../../ports/queue.js';
import type { Crew } from './crew.js';
import { faultOf } from './fault-of.js';
import type { RoundTrips } from './in-session.js';
import { loadOfferTarget } from './load-target.js';
import { observeHost } from './observe-host.js';
import { proveHost } from './prove-host.js';
import { visitHost } from './visit-host.js';

const againAfterMs = 500;

/** Carries out one task, if it is ready and nobody else has it. Rejects only where the database does. */
export async function carryOutTask(crew: Crew, message: TaskMessage): Promise<void> {
  const asked = crew.clock.monotonic();
  const claim = await claimTask(crew, message, crew.owner);
  if (claim === undefined) return;
  crew.failpoint('task.claimed');
  const lease = holdLease(crew.database, crew.clock, claim, asked);
  const trips: RoundTrips = { count: 0 };
  try {
    if (claim.kind === 'HOST_KEY') await askForKey(crew, claim);
    else if (claim.kind === 'OBSERVE') await observeHost(crew, claim, trips);
    else if (claim.kind === 'PROOF') await proveHost(crew, claim, lease, trips);
    else await visitHost(crew, claim, lease, trips);
    crew.failpoint('task.recorded');
  } catch (error) {
    const fault = faultOf(error);
    if (fault.faultClass === 'INTERNAL') {
      crew.log.error(
        { taskId: claim.taskId, operationId: claim.operationId, error },
        'a task ended with a fault of ours',
      );
    }
    await patiently(crew, lease, () => recordFault(crew, claim, fault, random(crew.ids), trips.count));
  } finally {
    lease.end();
  }
}

async function askForKey(crew: Crew, claim: Claim): Promise<void> {
  const target = await loadOfferTarget(crew.database, claim.tenantId, claim.hostId);
  const key = await crew.fetchHostKey(claim.tenantId, target);
  await recordHostKey(crew, claim, key);
}

/** A database that restarts is back before the lease ends; giving up at once would leave the host leased for nothing. */
async function patiently(crew: Crew, lease: HeldLease, record: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      return await record();
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || !lease.held()) throw error;
      await crew.pause(againAfterMs);
    }
  }
}

/** Between 0 and 1, from the injected source. */
function random(ids: Ids): number {
  return Number.parseInt(ids.nonce(4), 16) / 0xffff_ffff;
}
