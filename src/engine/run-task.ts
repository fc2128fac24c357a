import type { Clock } from '../ports/clock.js';
import type { HostConnections } from '../ports/host-connections.js';
import type { Ids } from '../ports/ids.js';
import type { Log } from '../ports/log.js';
import type { TaskMessage } from '../ports/queue.js';
import type { Secrets } from '../ports/secrets.js';
import { DatabaseUnavailable } from '../ports/database-unavailable.js';
import { HostFault } from '../steps/harness/host-fault.js';
import type { HostSession } from '../steps/harness/host-session.js';
import { SshHostSession } from '../steps/harness/ssh-host-session.js';
import type { SqlSessions } from '../steps/harness/sql-sessions.js';
import { visit } from '../steps/harness/visit.js';
import { beginChange } from './begin-change.js';
import type { Books } from './books.js';
import { claimTask, type Claim } from './claim-task.js';
import { holdLease, type HeldLease } from './hold-lease.js';
import { loadAccess, loadOfferTarget, loadSqlTarget, loadSshTarget, type OfferTarget } from './load-target.js';
import { loadUnits, UnknownStep } from './load-units.js';
import { giveBack, recordFault, type Fault } from './record-fault.js';
import { recordHostKey, recordLook } from './record-look.js';
import { recordVisit } from './record-visit.js';

const againAfterMs = 500;

/** What carrying out tasks uses of the world. */
export interface Crew extends Books {
  readonly connections: HostConnections;
  readonly fetchHostKey: (tenantId: string, target: OfferTarget) => Promise<{ algorithm: string; sha256: string }>;
  readonly sqlSessions: SqlSessions;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly log: Log;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Names this worker in leases. */
  readonly owner: string;
}

/** Carries out one task, if it is ready and nobody else has it. Rejects only where the database does. */
export async function runTask(crew: Crew, message: TaskMessage): Promise<void> {
  const asked = crew.clock.monotonic();
  const claim = await claimTask(crew, message, crew.owner);
  if (claim === undefined) return;
  crew.failpoint('task.claimed');
  const lease = holdLease(crew.database, crew.clock, claim, asked);
  const trips = { count: 0 };
  try {
    if (claim.kind === 'HOST_KEY') await askForKey(crew, claim);
    else if (claim.kind === 'OBSERVE') await look(crew, claim, trips);
    else await carryOut(crew, claim, lease, trips);
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

function faultOf(error: unknown): Fault {
  if (error instanceof HostFault) {
    const { faultClass, message, hostId } = error;
    return { faultClass, message, ...(hostId === undefined ? {} : { hostId }) };
  }
  if (error instanceof UnknownStep) return { faultClass: 'UNKNOWN_STEP', message: error.message };
  if (error instanceof DatabaseUnavailable) {
    return { faultClass: 'DATABASE', message: 'the database of Hostwright was away while this was done' };
  }
  return { faultClass: 'INTERNAL', message: 'Hostwright itself failed here; its log has the reason' };
}

async function askForKey(crew: Crew, claim: Claim): Promise<void> {
  const target = await loadOfferTarget(crew.database, claim.tenantId, claim.hostId);
  const key = await crew.fetchHostKey(claim.tenantId, target);
  await recordHostKey(crew, claim, key);
}

async function look(crew: Crew, claim: Claim, trips: { count: number }): Promise<void> {
  const probes = await crew.rulebook.looksFor(crew.database, claim.tenantId, claim.hostId);
  const asked = await inSession(crew, claim, trips, async (session) => {
    const run = await session.look(probes.map(({ question }) => question));
    if (run.is === 'busy') throw new HostFault('BUSY', 'a change of ours still runs on the host');
    return probes.flatMap((probe, index) => {
      const answer = run.answers[index];
      return answer === undefined ? [] : [{ probe, answer }];
    });
  });
  await recordLook(crew, claim, asked, trips.count);
}

async function carryOut(crew: Crew, claim: Claim, lease: HeldLease, trips: { count: number }): Promise<void> {
  const { database } = crew;
  const units = await loadUnits(database, claim);
  const result = await inSession(crew, claim, trips, (session) =>
    visit(session, Number(claim.fence), units, {
      mayGoOn: () => lease.held(),
      beforeChange: (intents) => beginChange(database, claim, intents),
      pause: crew.pause,
      monotonic: () => crew.clock.monotonic(),
      failpoint: crew.failpoint,
    }),
  );
  switch (result.is) {
    case 'abandoned':
      return giveBack(database, claim);
    case 'busy':
      throw new HostFault('BUSY', 'a change of ours still runs on the host');
    case 'stale': {
      const message = `the host has seen fence ${result.hostFence}, which is higher than ${claim.fence}: another Hostwright or a restored database works on it`;
      return recordFault(crew, claim, { faultClass: 'STALE', message }, 0, trips.count);
    }
    case 'reports': {
      // A visit that lost its lease ends early and calls failed what only was under way: the next look tells.
      if (!lease.held()) return giveBack(database, claim);
      const visited = units.flatMap((unit, index) => {
        const report = result.reports[index];
        return report === undefined ? [] : [{ unit, report }];
      });
      return recordVisit(crew, claim, visited, trips.count);
    }
  }
}

async function inSession<T>(
  crew: Crew,
  { tenantId, hostId }: Claim,
  trips: { count: number },
  work: (session: HostSession) => Promise<T>,
): Promise<T> {
  const { name, access } = await loadAccess(crew.database, tenantId, hostId);
  if (access === 'SQL') {
    const session = crew.sqlSessions.open(tenantId, await loadSqlTarget(crew.database, tenantId, hostId));
    try {
      return await work(session);
    } finally {
      trips.count += session.roundTrips;
      await session.close();
    }
  }
  const session = new SshHostSession({
    tenantId,
    hostName: name,
    target: await loadSshTarget(crew.database, tenantId, hostId),
    connections: crew.connections,
    open: (ref) => crew.secrets.open(tenantId, ref),
    nonce: () => crew.ids.nonce(16),
    pause: crew.pause,
    clock: crew.clock,
  });
  try {
    return await work(session);
  } finally {
    trips.count += session.roundTrips;
  }
}
