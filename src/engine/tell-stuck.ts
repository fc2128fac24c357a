import { z } from 'zod';
import { announce } from '../events/announce.js';
import { tellVerdict } from '../events/tell-verdict.js';
import type { Sql } from '../ports/sql.js';
import type { Books } from './books.js';
import { codeVersion, mayGoOn } from './code-version.js';
import { cancelling, goingOn, mendingOnly, type Failure } from './failure.js';
import type { DueOperation } from './find-due.js';
import { inOperation } from './in-operation.js';
import { isStuck } from './stuck-operations.js';
import { waysBackTo } from './ways-back-to.js';

const atOnce = 200;

const operationRow = z.object({ tenant_id: z.uuid(), id: z.uuid() });
const stuckRow = z.object({
  state: z.string(),
  minutes: z.int(),
  code_version: z.string(),
  may_go_on: z.boolean(),
  cancel_requested: z.boolean(),
});
const openTaskRow = z.object({
  host_id: z.uuid(),
  host: z.string(),
  state: z.string(),
  error: z.string().nullable(),
  error_class: z.string().nullable(),
});
type OpenTask = z.infer<typeof openTaskRow>;

/** Operations that need a person and that endpoints were not told of. */
export function untoldStuck(sql: Sql): Promise<DueOperation[]> {
  return sql.query(
    `SELECT tenant_id, id FROM operation WHERE stuck_told_at IS NULL AND ${isStuck} LIMIT ${atOnce}`,
    [],
    operationRow,
  );
}

/** Tells endpoints of one, once however many sweeps find it: who holds its row decides, and what it writes keeps the others off. */
export async function tellStuck({ database, failpoint }: Books, { tenant_id, id }: DueOperation): Promise<void> {
  await inOperation(database, tenant_id, id, async (sql) => {
    const [stuck] = await sql.query(
      `UPDATE operation o SET stuck_told_at = now() WHERE tenant_id = $1 AND id = $2 AND stuck_told_at IS NULL AND ${isStuck}
       RETURNING state, greatest(0, floor(extract(epoch FROM now() - deadline) / 60))::int AS minutes, code_version, cancel_requested,
         ${mayGoOn('o')} AS may_go_on`,
      [tenant_id, id],
      stuckRow,
    );
    if (stuck === undefined) return;
    const task = await holdingTask(sql, tenant_id, id);
    await announce(sql, tenant_id, id, [
      {
        kind: 'operation.stuck',
        hostId: task?.host_id ?? null,
        details: {
          message: messageOf(stuck, task),
          rule: null,
          evidence: [],
          remedies: [...(stuck.may_go_on ? await waysToHost(sql, tenant_id, task) : []), wayOut(id, stuck)],
        },
      },
    ]);
    failpoint('sweep.tellingStuck');
  });
}

/** Only what is not refused. */
function wayOut(id: string, stuck: z.infer<typeof stuckRow>): Failure['remedies'][number] {
  if (!stuck.may_go_on) return goingOn(stuck.code_version);
  if (stuck.state === 'UNWINDING') return mendingOnly('it is being undone');
  return stuck.cancel_requested ? mendingOnly('it was cancelled') : cancelling(id);
}

/** What lets the host be reached that it waits for. */
async function waysToHost(sql: Sql, tenantId: string, task: OpenTask | undefined): Promise<readonly object[]> {
  if (task?.error_class == null) return [];
  const { host_id: hostId, error_class: faultClass } = task;
  // Endpoints are the tenant's.
  const { remedies } = await waysBackTo(sql, tenantId, { hostId, faultClass, clusterId: null });
  return tellVerdict([], remedies).remedies;
}

/** The task that keeps an operation from its end: of those that are open, the first that says why. */
async function holdingTask(sql: Sql, tenantId: string, operationId: string): Promise<OpenTask | undefined> {
  const [task] = await sql.query(
    `SELECT t.host_id, h.name AS host, t.state, t.error, t.error_class FROM task t
     JOIN host h ON h.tenant_id = t.tenant_id AND h.id = t.host_id
     WHERE t.tenant_id = $1 AND t.operation_id = $2 AND t.state NOT IN ('DONE', 'CANCELLED')
     ORDER BY t.state = 'BLOCKED', t.error IS NULL, t.position LIMIT 1`,
    [tenantId, operationId],
    openTaskRow,
  );
  return task;
}

function messageOf(stuck: z.infer<typeof stuckRow>, task: OpenTask | undefined): string {
  const doing =
    task === undefined ? 'no task of it is left' : `${task.host}: ${task.error ?? `a task is ${task.state}`}`;
  const since = stuck.state === 'STUCK' ? '' : `not at its end ${stuck.minutes} minutes after its deadline; `;
  const newer = stuck.may_go_on
    ? ''
    : `; it was planned by version ${stuck.code_version}, with which version ${codeVersion} does not go on`;
  return `${since}${doing}${newer}`;
}
