import type { Clock } from '../ports/clock.js';
import type { Database } from '../ports/sql.js';
import type { Claim } from './claim-task.js';

/** A lease that is renewed every third of its length; `held` says no once two thirds have passed without success. */
export interface HeldLease {
  held(): boolean;
  end(): void;
}

/** @param askedAt monotonic time before the claim, whose lease counts from the start of its transaction */
export function holdLease(database: Database, clock: Clock, claim: Claim, askedAt: number): HeldLease {
  const { leaseSeconds } = claim;
  let renewedAt = askedAt;
  let lost = false;
  const renew = async (): Promise<void> => {
    const asked = clock.monotonic();
    try {
      const rows = await database.execute(
        `UPDATE host SET lease_until = now() + make_interval(secs => $4)
         WHERE tenant_id = $1 AND id = $2 AND fence = $3 AND lease_task_id = $5`,
        [claim.tenantId, claim.hostId, String(claim.fence), leaseSeconds, claim.taskId],
      );
      if (rows === 0) lost = true;
      else renewedAt = asked;
    } catch {
      // The database may be restarting: what counts is whether a later renewal comes in time.
    }
  };
  const timer = setInterval(() => void renew(), (leaseSeconds * 1000) / 3);
  timer.unref();
  return {
    held: () => !lost && clock.monotonic() - renewedAt < (leaseSeconds * 1000 * 2) / 3,
    end: () => clearInterval(timer),
  };
}
