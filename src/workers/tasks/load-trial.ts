import { z } from 'zod';
import type { Claim } from '../../engine/claim-task.js';
import type { VisitedUnit } from '../../engine/visited-unit.js';
import type { Sql } from '../../ports/sql.js';
import { trialOfKind } from '../../proofs/registry.js';
import type { Trial } from '../../proofs/trial.js';
import { UnknownStep } from './load-units.js';

const stepRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  version: z.int(),
  units: z.tuple([z.object({ key: z.string(), input: z.unknown() })]),
});

/** The trial of a task, and the step row that shows its outcome. */
export interface LoadedTrial {
  readonly step: Pick<VisitedUnit, 'stepId' | 'kind' | 'key' | 'version' | 'input'>;
  readonly trial: Trial;
}

/** @throws UnknownStep when another version of Hostwright wrote the task */
export async function loadTrial(sql: Sql, { tenantId, taskId }: Claim): Promise<LoadedTrial> {
  const rows = await sql.query(
    'SELECT id, kind, version, units FROM step WHERE tenant_id = $1 AND task_id = $2',
    [tenantId, taskId],
    stepRow,
  );
  const [row] = rows;
  if (row === undefined || rows.length > 1) throw new Error('a task of a proof has one step');
  const { id, kind, version, units } = row;
  const found = trialOfKind(kind);
  if (found === undefined || found.version < version) {
    throw new UnknownStep(`${kind} version ${version} is not known to this version of Hostwright`);
  }
  const [{ key, input }] = units;
  return { step: { stepId: id, kind, key, version, input }, trial: found.of(input) };
}
