import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import type { OperationLock } from '../../engine/new-operation.js';
import { difference, type Difference } from '../../plan/difference.js';
import { orderPlan } from '../../plan/order-plan.js';
import type { LedgerRow, Plan } from '../../plan/plan.js';
import { stepIdentity } from '../../plan/step-identity.js';
import { stepsFor } from '../../plan/steps-for.js';
import type { Sql } from '../../ports/sql.js';
import type { PlacedUnit } from '../../steps/step.js';

const openUnit = z.object({ host_id: z.uuid(), kind: z.string(), key: z.string() });

export interface EditPlan {
  readonly plan: Plan;
  readonly lock: Exclude<OperationLock, 'NONE'>;
}

/** Identities of what open operations of the cluster are about to make or remove; the ledger does not know it yet. */
export async function unitsUnderWay(sql: Sql, tenantId: string, clusterId: string): Promise<ReadonlySet<string>> {
  const rows = await sql.query(
    `SELECT s.host_id, s.kind, u.value->>'key' AS key FROM operation o
     JOIN step s ON s.tenant_id = o.tenant_id AND s.operation_id = o.id
     CROSS JOIN LATERAL jsonb_array_elements(s.units) AS u
     WHERE o.tenant_id = $1 AND o.cluster_id = $2 AND o.state NOT IN ('SUCCEEDED', 'FAILED', 'CANCELLED')`,
    [tenantId, clusterId],
    openUnit,
  );
  return new Set(rows.map(({ host_id, kind, key }) => stepIdentity(host_id, kind, key)));
}

const unitIdentity = ({ hostId, unit }: PlacedUnit): string => stepIdentity(hostId, unit.kind, unit.key);
const rowIdentity = ({ hostId, kind, key }: LedgerRow): string => stepIdentity(hostId, kind, key);

/**
 * The plan of an edit that concerns one account. Where nothing else is owed it holds the account's own steps and lets other
 * accounts go on beside it; where an earlier operation left something undone, it holds that too and excludes others.
 */
export function planAccountEdit(
  before: ClusterSpec,
  after: ClusterSpec,
  ledger: readonly LedgerRow[],
  underWay: ReadonlySet<string>,
): EditPlan {
  const demanded = stepsFor(after);
  const whole = difference(ledger, demanded);
  const former = new Set(stepsFor(before).map(unitIdentity));
  const wanted = new Set(demanded.map(unitIdentity));
  const own: Difference = {
    make: whole.make.filter((unit) => !former.has(unitIdentity(unit))),
    remove: whole.remove.filter((row) => former.has(rowIdentity(row)) && !wanted.has(rowIdentity(row))),
  };
  const ours = new Set([...own.make.map(unitIdentity), ...own.remove.map(rowIdentity)]);
  const others = [...whole.make.map(unitIdentity), ...whole.remove.map(rowIdentity)];
  const owed = others.some((identity) => !ours.has(identity) && !underWay.has(identity));
  const chosen = owed ? whole : own;
  return { plan: orderPlan(chosen, demanded, ledger), lock: owed ? 'EXCLUSIVE' : 'SHARED' };
}
