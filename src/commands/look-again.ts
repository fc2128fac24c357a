import { z } from 'zod';
import type { EndingOperation } from '../engine/rulebook.js';
import { writePlan } from '../engine/write-plan.js';
import { planObserve } from '../plan/plan-observe.js';
import type { Ids } from '../ports/ids.js';
import type { Sql } from '../ports/sql.js';
import { isOfTrial } from '../proofs/trial.js';
import type { Finding } from '../rules/rule.js';

/** For a look to get past a change of an operation that was given up, which holds its host for ten minutes at most. */
const lookSeconds = 660;
const hostRow = z.object({ id: z.uuid() });
const countRow = z.object({ tasks: z.int() });

/**
 * Has the operation look at hosts that its failure would rest on and that it never was at: what was seen of them is of before it began,
 * and may long be mended. Not at vantages, of which no look shows what they met; nor for what the operation has tried itself, which a look
 * would make old. Says whether there are any. Each host gets at most one such task, as it has one from then on. To be called in
 * the transaction that holds the operation's row.
 */
export async function looksAgain(
  sql: Sql,
  ids: Ids,
  { tenantId, operationId }: EndingOperation,
  broken: readonly Finding[],
): Promise<boolean> {
  const tried = await sql.query(
    `SELECT DISTINCT host_id AS id FROM task WHERE tenant_id = $1 AND operation_id = $2 AND kind = 'PROOF'`,
    [tenantId, operationId],
    hostRow,
  );
  const triedOn = new Set<string | null>(tried.map(({ id }) => id));
  const old = broken.filter(
    ({ evidence }) => !evidence.some(({ hostId, probeId }) => triedOn.has(hostId) && isOfTrial(probeId)),
  );
  const seenOn = new Set(
    old.flatMap(({ evidence }) => evidence.flatMap(({ hostId, isFromOutside }) => (isFromOutside ? [] : [hostId]))),
  );
  const hosts = await sql.query(
    `SELECT h.id FROM host h WHERE h.tenant_id = $1 AND h.id = ANY($2::uuid[]) AND h.state = 'READY' AND h.access <> 'NONE'
       AND NOT EXISTS (SELECT 1 FROM task t WHERE t.tenant_id = $1 AND t.operation_id = $3 AND t.host_id = h.id)
     ORDER BY h.id`,
    [tenantId, [...seenOn], operationId],
    hostRow,
  );
  if (hosts.length === 0) return false;
  const [before] = await sql.query(
    `UPDATE operation SET deadline = greatest(deadline, now() + make_interval(secs => $3)) WHERE tenant_id = $1 AND id = $2
     RETURNING (SELECT count(*)::int FROM task WHERE tenant_id = $1 AND operation_id = $2) AS tasks`,
    [tenantId, operationId, lookSeconds],
    countRow,
  );
  const to = { tenantId, operationId, deadlineSeconds: lookSeconds, firstPosition: before?.tasks ?? 0 };
  await writePlan(sql, ids, to, planObserve(hosts.map(({ id }) => id)));
  return true;
}
