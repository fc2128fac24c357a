import { SpanKind } from '@opentelemetry/api';
import { claimTask, type Claim } from '../../engine/claim-task.js';
import { holdLease, type HeldLease } from '../../engine/hold-lease.js';
import { recordFault } from '../../engine/record-fault.js';
import { recordHostKey } from '../../engine/record-look.js';
import { DatabaseUnavailable } from '../../ports/database-unavailable.js';
import type { Ids } from '../../ports/ids.js';
import type { TaskMessage } from '../../ports/queue.js';
import { inTrace, traced } from '../../ports/tracing.js';
import type { Crew } from './crew.js';
import { faultOf } from './fault-of.js';
import type { RoundTrips } from './in-session.js';
import { loadOfferTarget } from './load-target.js';
import { observeHost } from './observe-host.js';
import { proveHost } from './prove-host.js';
import { visitHost } from './visit-host.js';
import type { VisitOutcome } from './visit-outcome.js';

const againAfterMs = 500;

/** Carries out one task, if it is ready and nobody else has it. Rejects only where the database does. */
export async function carryOutTask(crew: Crew, message: TaskMessage): Promise<void> {
  const asked = crew.clock.monotonic();
  const claim = await claimTask(crew, message, crew.owner, crew.leaseSeconds);
  if (claim === undefined) return;
  crew.failpoint('task.claimed');
  const { operationId, taskId, hostId } = claim;
  const told = { 'hostwright.operation.id': operationId, 'hostwright.task.id': taskId, 'hostwright.host.id': hostId };
  await inTrace(claim.traceContext, () =>
    traced(`task ${claim.kind}`, told, () => tryClaimed(crew, claim, asked), SpanKind.CONSUMER),
  );
}

/** @param asked monotonic time before the claim */
async function tryClaimed(crew: Crew, claim: Claim, asked: number): Promise<void> {
  const { operationId, taskId, hostId, kind } = claim;
  const lease = holdLease(crew.database, crew.clock, claim, asked);
  const trips: RoundTrips = { count: 0 };
  let outcome: string = 'ABANDONED';
  try {
    outcome = await visitAs(crew, claim, lease, trips);
    crew.failpoint('task.recorded');
  } catch (error) {
    const fault = faultOf(error);
    outcome = fault.faultClass;
    if (fault.faultClass === 'INTERNAL') {
      crew.log.error({ operationId, taskId, hostId, error }, 'a task ended with a fault of ours');
    }
    await patiently(crew, lease, () => recordFault(crew, claim, fault, random(crew.ids), trips.count));
  } finally {
    lease.end();
    const seconds = (crew.clock.monotonic() - asked) / 1000;
    crew.meters.visitEnded({ kind, outcome, seconds, roundTrips: trips.count });
    crew.log.info({ operationId, taskId, hostId, kind, outcome, seconds, roundTrips: trips.count }, 'a visit ended');
  }
}

function visitAs(crew: Crew, claim: Claim, lease: HeldLease, trips: RoundTrips): Promise<VisitOutcome> {
  switch (claim.kind) {
    case 'HOST_KEY':
      return askForKey(crew, claim);
    case 'OBSERVE':
      return observeHost(crew, claim, trips);
    case 'PROOF':
      return proveHost(crew, claim, lease, trips);
    case 'STEPS':
      return visitHost(crew, claim, lease, trips);
  }
}

async function askForKey(crew: Crew, claim: Claim): Promise<VisitOutcome> {
  const target = await loadOfferTarget(crew.database, claim.tenantId, claim.hostId);
  const key = await crew.fetchHostKey(claim.tenantId, target);
  await recordHostKey(crew, claim, key);
  return 'RECORDED';
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
