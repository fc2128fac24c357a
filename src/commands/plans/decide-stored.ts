import { z } from 'zod';
import { answerJson } from '../../engine/answer-json.js';
import { decidePlan } from '../../plan/decide-plan.js';
import type { DecidedPlan } from '../../plan/decided-plan.js';
import { planFacts, type LastAnswer } from '../../plan/plan-facts.js';
import type { Plan } from '../../plan/plan.js';
import type { Sql } from '../../ports/sql.js';
import { stepOfKind } from '../../steps/registry.js';

const factRow = z.object({
  host_id: z.uuid(),
  probe_id: z.string(),
  command: z.string(),
  exit_code: z.int(),
  stdout: z.string(),
  stderr: z.string(),
  observed_at: z.date(),
});
const ledgerRow = z.object({
  host_id: z.uuid(),
  kind: z.string(),
  key: z.string(),
  origin: z.enum(['CREATED', 'REPLACED', 'ADOPTED']),
  first_look: z.record(z.string(), answerJson),
});
const clockRow = z.object({ now: z.date() });

/** Decides a plan by what the last looks at its hosts brought. */
export async function decideStored(sql: Sql, tenantId: string, plan: Plan): Promise<DecidedPlan> {
  const asked = plan.tasks.flatMap(({ hostId, steps }) =>
    steps.flatMap(({ kind, units }) => units.map(({ input }) => ({ hostId, probes: probesOf(kind, input) }))),
  );
  if (asked.length === 0) return decidePlan(plan, [], planFacts(new Map(), new Date(0)));
  const hostIds = [...new Set(asked.map(({ hostId }) => hostId))];
  const [clock] = await sql.query('SELECT clock_timestamp() AS now', [], clockRow);
  const facts = planFacts(
    await lastAnswers(sql, tenantId, hostIds, [...new Set(asked.flatMap(({ probes }) => probes))]),
    clock?.now ?? new Date(0),
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

async function lastAnswers(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
  probeIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, LastAnswer>>> {
  const rows = await sql.query(
    `SELECT host_id, probe_id, command, exit_code, stdout, stderr, observed_at FROM fact
     WHERE tenant_id = $1 AND host_id = ANY($2::uuid[]) AND probe_id = ANY($3::text[])`,
    [tenantId, hostIds, probeIds],
    factRow,
  );
  const answers = new Map<string, Map<string, LastAnswer>>();
  for (const { host_id, probe_id, command, exit_code, stdout, stderr, observed_at } of rows) {
    const ofHost = answers.get(host_id) ?? new Map<string, LastAnswer>();
    ofHost.set(probe_id, { command, answer: { exitCode: exit_code, stdout, stderr }, observedAt: observed_at });
    answers.set(host_id, ofHost);
  }
  return answers;
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
