import { beginChange } from '../../engine/begin-change.js';
import type { Claim } from '../../engine/claim-task.js';
import type { HeldLease } from '../../engine/hold-lease.js';
import { giveBack, recordFault } from '../../engine/record-fault.js';
import { recordVisit } from '../../engine/record-visit.js';
import { HostFault } from '../../ports/host-fault.js';
import { visit } from '../../steps/harness/visit.js';
import type { Crew } from './crew.js';
import { inSession, type RoundTrips } from './in-session.js';
import { lastSeen } from './last-seen.js';
import { loadUnits } from './load-units.js';
import { staleFault } from './stale-fault.js';
import type { VisitOutcome } from './visit-outcome.js';

/** Makes the steps of a task true on its host, and writes down what became of them. */
export async function visitHost(crew: Crew, claim: Claim, lease: HeldLease, trips: RoundTrips): Promise<VisitOutcome> {
  const { database, stopping } = crew;
  const units = await loadUnits(database, claim);
  const result = await inSession(crew, claim, trips, (session) =>
    visit(session, Number(claim.fence), units, {
      mayHaveRival: claim.mayHaveRival,
      mayGoOn: () => lease.held() && !stopping(),
      beforeChange: (intents) =>
        beginChange(
          database,
          claim,
          intents.map(({ unit: { unit, direction }, origin, firstLook }) => ({
            ...{ kind: unit.kind, key: unit.key, version: unit.version, input: unit.input },
            ...{ direction, origin, firstLook },
          })),
        ),
      pause: crew.pause,
      monotonic: () => crew.clock.monotonic(),
      failpoint: crew.failpoint,
    }),
  );
  switch (result.is) {
    case 'abandoned':
      await giveBack(crew, claim);
      return 'HANDED_BACK';
    case 'busy':
      throw new HostFault('BUSY', 'a change of ours still runs on the host');
    case 'stale':
      await recordFault(crew, claim, staleFault(claim, result.hostFence), 0, trips.count);
      return 'STALE';
    case 'reports': {
      // A visit that ends early calls failed what only was under way: the next look tells.
      const failed = result.reports.some(({ outcome }) => outcome === 'FAILED');
      if (!lease.held() || (stopping() && failed)) {
        await giveBack(crew, claim);
        return 'HANDED_BACK';
      }
      const visited = units.flatMap(({ stepId, direction, unit }, index) => {
        const report = result.reports[index];
        const { kind, key, version, input } = unit;
        return report === undefined ? [] : [{ ...report, stepId, direction, kind, key, version, input }];
      });
      await recordVisit(crew, claim, visited, lastSeen(units, result.reports), trips.count);
      return 'RECORDED';
    }
  }
}
