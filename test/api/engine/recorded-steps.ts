import { z } from 'zod';
import type { EngineWorld } from './engine-world.js';

const stepRow = z.object({
  id: z.uuid(),
  key: z.string(),
  outcome: z.string().nullable(),
  summary: z.string(),
  finished_at: z.date().nullable(),
  reports: z.array(z.object({ key: z.string(), outcome: z.string().nullable(), summary: z.string() }).loose()),
});

/** What is stored of the steps of an operation, in their order. */
export function recordedSteps(world: EngineWorld, operation: string): Promise<z.infer<typeof stepRow>[]> {
  return world.database.query(
    `SELECT s.id, s.key, s.outcome, s.summary, s.finished_at, s.reports FROM step s JOIN task t ON t.id = s.task_id
     WHERE s.operation_id = $1 ORDER BY t.position, s.position`,
    [operation],
    stepRow,
  );
}
