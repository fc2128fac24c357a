import { z } from 'zod';
import { answerJson } from '../../engine/answer-json.js';
import { stepReport, type StepReport } from '../../engine/step-report.js';
import type { Sql } from '../../ports/sql.js';
import { stepOfKind } from '../../steps/registry.js';
import { plannedChange } from '../../steps/planned-change.js';
import type { HostStep } from '../../steps/step.js';
import type { VisitUnit } from '../../steps/harness/visit-result.js';
import type { Claim } from '../../engine/claim-task.js';

const stepRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  version: z.int(),
  direction: z.enum(['MAKE', 'REMOVE']),
  units: z.array(z.object({ key: z.string(), input: z.unknown(), planned: z.array(plannedChange).nullable() })),
  reports: z.array(stepReport),
  now: z.date(),
});
const ledgerRow = z.object({
  kind: z.string(),
  key: z.string(),
  origin: z.enum(['CREATED', 'REPLACED', 'ADOPTED']),
  first_look: z.record(z.string(), answerJson),
  begun_by: z.uuid().nullable(),
});

/** A unit of a task and the step row that shows its outcome. */
export interface LoadedUnit extends VisitUnit {
  readonly stepId: string;
}

/** The task was written by another version of Hostwright, which knows a kind of step that this one does not. */
export class UnknownStep extends Error {
  override readonly name = 'UnknownStep';
}

/** The units of a task in their order, each with what the ledger remembers of it. */
export async function loadUnits(
  sql: Sql,
  claim: Claim,
  find: (kind: string) => HostStep | undefined = stepOfKind,
): Promise<readonly LoadedUnit[]> {
  const steps = await sql.query(
    `SELECT id, kind, version, direction, units, reports, now() AS now FROM step
     WHERE tenant_id = $1 AND task_id = $2 ORDER BY position`,
    [claim.tenantId, claim.taskId],
    stepRow,
  );
  const remembered = await sql.query(
    'SELECT kind, key, origin, first_look, begun_by FROM ledger WHERE tenant_id = $1 AND host_id = $2 AND kind = ANY($3::text[])',
    [claim.tenantId, claim.hostId, [...new Set(steps.map(({ kind }) => kind))]],
    ledgerRow,
  );
  const memories = new Map(remembered.map((row) => [`${row.kind}/${row.key}`, row]));
  return steps.flatMap((step) => {
    const kind = find(step.kind);
    if (kind === undefined || kind.version < step.version) {
      throw new UnknownStep(`${step.kind} version ${step.version} is not known to this version of Hostwright`);
    }
    const reports = new Map(step.reports.map((report) => [report.key, report]));
    return step.units.map(({ key, input, planned }): LoadedUnit => {
      const memory = memories.get(`${step.kind}/${key}`);
      return {
        stepId: step.id,
        unit: kind.unit(input),
        direction: step.direction,
        memory: memory === undefined ? null : { origin: memory.origin, firstLook: memory.first_look },
        // What a worker of ours left half done differs from what was planned, and is not somebody else's doing.
        planned: memory?.begun_by === claim.operationId ? null : planned,
        waited: waitedUntil(step.now, reports.get(key)),
      };
    });
  });
}

function waitedUntil(now: Date, report: StepReport | undefined): VisitUnit['waited'] {
  if (report === undefined || report.waitingSince === null) return null;
  return { summary: report.summary, seconds: (now.getTime() - report.waitingSince.getTime()) / 1000 };
}
