import type { Failpoint } from '../ports/failpoint.js';
import type { Database } from '../ports/sql.js';
import type { Queue } from '../ports/queue.js';
import { sweep } from '../engine/sweep.js';
import type { Rulebook } from '../engine/rulebook.js';

/** Heals whatever a lost message or a dead worker left behind; called on a schedule. */
export function sweepHandler(
  database: Database,
  queue: Queue,
  rulebook: Rulebook,
  failpoint: Failpoint = () => undefined,
): () => Promise<void> {
  return () => sweep({ database, rulebook, failpoint }, queue);
}
