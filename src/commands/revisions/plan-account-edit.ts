import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { fileServersOf } from '../../domain/members.js';
import type { OperationLock } from '../../engine/new-operation.js';
import { difference } from '../../plan/difference.js';
import { orderPlan } from '../../plan/order-plan.js';
import type { LedgerRow, Plan } from '../../plan/plan.js';
import { stepIdentity } from '../../plan/step-identity.js';
import { stepsFor } from '../../plan/steps-for.js';
import type { Sql } from '../../ports/sql.js';
import { dataOwner, type DataOwner } from './data-owner.js';

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

/**
 * The plan of an edit that concerns one account: its own steps, beside which other accounts go on. Where something that every
 * account stands on is owed, it holds that too and excludes others. What other accounts are owed it leaves to their own
 * operations: one that cannot be made would otherwise fail everybody else's.
 */
export function planAccountEdit(
  after: ClusterSpec,
  owners: ReadonlySet<DataOwner>,
  ledger: readonly LedgerRow[],
  underWay: ReadonlySet<string>,
): EditPlan {
  const demanded = stepsFor(after);
  const { make, remove } = difference(ledger, demanded);
  const isOwn = (input: unknown): boolean => {
    const owner = dataOwner(input);
    return owner !== undefined && owners.has(owner);
  };
  const isOwed = (identity: string, input: unknown): boolean =>
    dataOwner(input) === undefined && !underWay.has(identity);
  const owedUnits = make.filter(({ hostId, unit }) => isOwed(stepIdentity(hostId, unit.kind, unit.key), unit.input));
  const owedRows = remove.filter(({ hostId, kind, key, input }) => isOwed(stepIdentity(hostId, kind, key), input));
  const chosen = {
    make: [...owedUnits, ...make.filter(({ unit }) => isOwn(unit.input))],
    remove: [...remove.filter(({ input }) => isOwn(input)), ...owedRows],
  };
  const lock = owedUnits.length + owedRows.length > 0 ? 'EXCLUSIVE' : 'SHARED';
  return { plan: orderPlan(chosen, demanded, ledger, fileServersOf(after)), lock };
}
