import { z } from 'zod';
import { stepOutcomes, type StepOutcome } from '../domain/states.js';
import type { Sql } from '../ports/sql.js';
import type { Claim } from './claim-task.js';
import type { NewEvent } from './events.js';
import { reportMember } from './report-member.js';
import { stepReport, type StepReport } from './step-report.js';
import { storableJson } from '../ports/storable.js';
import type { VisitedUnit } from './visited-unit.js';

const eventOf: Readonly<Record<StepOutcome, NewEvent['kind']>> = {
  UNCHANGED: 'step.unchanged',
  CHANGED: 'step.changed',
  FAILED: 'step.failed',
  SKIPPED: 'step.skipped',
};

/** As `key` has the id of a host. */
const uuidPattern = '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$';

const stepRow = z.object({
  id: z.uuid(),
  kind: z.string(),
  key: z.string(),
  /** The key; where that is a host, its name. */
  subject: z.string(),
  outcome: z.enum(stepOutcomes).nullable(),
  reports: z.array(stepReport),
  now: z.date(),
});

/**
 * Writes what the visits of a task so far say of each of its steps; the events of those that came to another outcome. To be
 * called by whoever holds the task's row.
 */
export async function writeSteps(
  sql: Sql,
  claim: Claim,
  visited: readonly VisitedUnit[],
): Promise<readonly NewEvent[]> {
  const steps = await sql.query(
    `SELECT s.id, s.kind, s.key, COALESCE(h.name, s.key) AS subject, s.outcome, s.reports, now() AS now
     FROM step s LEFT JOIN host h ON h.tenant_id = s.tenant_id AND h.id = CASE WHEN s.key ~ '${uuidPattern}' THEN s.key::uuid END
     WHERE s.tenant_id = $1 AND s.task_id = $2 ORDER BY s.position`,
    [claim.tenantId, claim.taskId],
    stepRow,
  );
  const rows = steps.flatMap(({ id, kind, key: own, subject: called, outcome: before, now, ...step }) => {
    const said = new Map(step.reports.map((report) => [report.key, report]));
    const reports = visited
      .filter(({ stepId }) => stepId === id)
      .map((unit) => reportMember(said.get(unit.key), unit, now));
    if (reports.length === 0) return [];
    const outcome = outcomeOf(reports);
    const telling = reports.find((report) => report.outcome === outcome);
    const key = reports.length === 1 ? (reports[0]?.key ?? null) : null;
    const subject = key === own ? called : key;
    return { id, kind, key, subject, before, outcome, summary: telling?.summary ?? '', reports };
  });
  await sql.execute(
    `UPDATE step SET outcome = r.outcome, summary = r.summary, reports = r.reports,
       finished_at = CASE WHEN r.outcome IS NULL THEN NULL WHEN r.outcome = step.outcome THEN finished_at ELSE now() END
     FROM jsonb_to_recordset($3::jsonb) AS r(id uuid, outcome text, summary text, reports jsonb)
     WHERE step.tenant_id = $1 AND step.task_id = $2 AND step.id = r.id`,
    [claim.tenantId, claim.taskId, storableJson(rows)],
  );
  return rows.flatMap(({ id, kind, key, subject, before, outcome, summary, reports }): NewEvent[] =>
    outcome === null || outcome === before
      ? []
      : [
          {
            kind: eventOf[outcome],
            taskId: claim.taskId,
            stepId: id,
            hostId: claim.hostId,
            data: { step: kind, key, subject, members: reports.length, summary },
          },
        ],
  );
}

/** One outcome per step row: of a set, the worst of its members. Null while a member waits. */
function outcomeOf(reports: readonly StepReport[]): StepOutcome | null {
  const ranked = ['FAILED', 'SKIPPED', null, 'CHANGED'] as const;
  const worst = ranked.find((outcome) => reports.some((report) => report.outcome === outcome));
  return worst === undefined ? 'UNCHANGED' : worst;
}
