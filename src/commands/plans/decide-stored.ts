import { z } from 'zod';
import { answerJson } from '../../engine/answer-json.js';
import { decidePlan } from '../../plan/decide-plan.js';
import type { DecidedPlan } from '../../plan/decided-plan.js';
import { planFacts } from '../../plan/plan-facts.js';
import type { Plan } from '../../plan/plan.js';
import type { Sql } from '../../ports/sql.js';
import { stepOfKind } from '../../steps/registry.js';
import type { Work } from '../command.js';
import { loadAnswers } from '../revisions/load-answers.js';

const ledgerRow = z.object({
  host_id: z.uuid(),
  kind: z.string(),
  key: z.string(),
  origin: z.enum(['CREATED', 'REPLACED', 'ADOPTED']),
  first_look: z.record(z.string(), answerJson),
});
const clockRow = z.object({ now: z.date() });

/** Decides a plan by what the last looks at its hosts brought, as it counts now or counted when the plan was shown. */
export async function decideStored({ sql, caller: { tenantId }, shownAt }: Work, plan: Plan): Promise<DecidedPlan> {
  const asked = plan.tasks.flatMap(({ hostId, steps }) =>
    steps.flatMap(({ kind, units }) => units.map(({ input }) => ({ hostId, probes: probesOf(kind, input) }))),
  );
  if (asked.length === 0) return decidePlan(plan, [], planFacts(new Map(), new Date(0)));
  const hostIds = [...new Set(asked.map(({ hostId }) => hostId))];
  const [clock] = await sql.query('SELECT clock_timestamp() AS now', [], clockRow);
  const facts = planFacts(
    await loadAnswers(sql, tenantId, hostIds, [...new Set(asked.flatMap(({ probes }) => probes))]),
    shownAt ?? clock?.now ?? new Date(0),
  );
  return decidePlan(plan, await memoriesOf(sql, tenantId, plan, hostIds), facts);
}

function probesOf(kind: string, input: unknown): readonly string[] {
  return (
    stepOfKind(kind)
      ?.unit(input)
      .probes.map(({ id }) => id) ?? []
  );
}

/** What removal has to know of how its steps were made. */
async function memoriesOf(
  sql: Sql,
  tenantId: string,
  plan: Plan,
  hostIds: readonly string[],
): Promise<Parameters<typeof decidePlan>[1]> {
  const removed = plan.tasks.flatMap(({ steps }) => steps.filter(({ direction }) => direction === 'REMOVE'));
  if (removed.length === 0) return [];
  const rows = await sql.query(
    `SELECT host_id, kind, key, origin, first_look FROM ledger
     WHERE tenant_id = $1 AND host_id = ANY($2::uuid[]) AND kind = ANY($3::text[])`,
    [tenantId, hostIds, [...new Set(removed.map(({ kind }) => kind))]],
    ledgerRow,
  );
  return rows.map(({ host_id, first_look, ...rest }) => ({ ...rest, hostId: host_id, firstLook: first_look }));
}
