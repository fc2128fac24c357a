import type { Clock } from '../ports/clock.js';
import type { Failpoint } from '../ports/failpoint.js';
import type { Log } from '../ports/log.js';
import type { Meters } from '../ports/meters.js';
import type { Database } from '../ports/sql.js';
import type { Queue } from '../ports/queue.js';
import { stuckOperations } from '../engine/stuck-operations.js';
import { sweep } from '../engine/sweep.js';
import type { Rulebook } from '../engine/rulebook.js';

/** How often it is told what is stuck, in milliseconds, less a little: a schedule of a minute does not come to the millisecond. */
const tellEveryMs = 55_000;

/** What a sweep uses of the world. */
export interface Sweeper {
  readonly database: Database;
  readonly rulebook: Rulebook;
  readonly log: Log;
  readonly meters: Meters;
  readonly clock: Clock;
  readonly failpoint: Failpoint;
}

/** Heals whatever a lost message or a dead worker left behind, and tells of what it cannot heal; called on a schedule. */
export function sweepHandler(sweeper: Sweeper, queue: Queue): () => Promise<void> {
  let toldAt = Number.NEGATIVE_INFINITY;
  return async () => {
    await sweep(sweeper, queue, () => sweeper.meters.leaseLost());
    const now = sweeper.clock.monotonic();
    if (now - toldAt < tellEveryMs) return;
    toldAt = now;
    const { count, ids } = await stuckOperations(sweeper.database);
    // An alarm reads the count (infra/lib/alarms.ts).
    if (count > 0)
      sweeper.log.warn({ operationsStuck: count, operationIds: ids }, 'operations do not come to their end');
  };
}
