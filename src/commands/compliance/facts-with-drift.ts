import { z } from 'zod';
import { finalOperationStates } from '../../domain/states.js';
import type { Sql } from '../../ports/sql.js';
import type { RuleFacts } from '../../rules/rule.js';
import type { LoadedCluster } from '../revisions/load-cluster.js';
import { driftingKinds, driftOf, type MadeStep } from './drift-of.js';

const ledgerRow = z.object({
  cluster_id: z.uuid(),
  host_id: z.uuid(),
  kind: z.string(),
  key: z.string(),
  version: z.int(),
  input: z.unknown(),
});
const runningRow = z.object({ cluster_id: z.uuid() });

/**
 * By cluster: facts that also tell what was made for it and is not so any more, or is owed to it, read together for all. Of a draft nothing was
 * made.
 * @param facts of the hosts of all of them
 */
export async function factsWithDrift(
  sql: Sql,
  tenantId: string,
  clusters: readonly Pick<LoadedCluster, 'id' | 'state' | 'spec'>[],
  facts: RuleFacts,
): Promise<(clusterId: string) => RuleFacts> {
  const made = clusters.filter(({ state }) => state !== 'DRAFT');
  if (made.length === 0) return () => facts;
  const rows = await sql.query(
    `SELECT cluster_id, host_id, kind, key, version, input FROM ledger
     WHERE tenant_id = $1 AND cluster_id = ANY($2::uuid[]) AND kind = ANY($3)`,
    [tenantId, made.map(({ id }) => id), driftingKinds.map(({ kind }) => kind)],
    ledgerRow,
  );
  const byCluster = new Map<string, MadeStep[]>(made.map(({ id }) => [id, []]));
  for (const { cluster_id, host_id, ...rest } of rows) byCluster.get(cluster_id)?.push({ ...rest, hostId: host_id });
  const owing = await owingClusters(sql, tenantId, made);
  const drifting = new Map<string, RuleFacts>(
    made.map(({ id, spec }) => {
      const drift = driftOf(spec, byCluster.get(id) ?? [], facts, owing.has(id));
      return [id, { ...facts, drift }];
    }),
  );
  return (clusterId) => drifting.get(clusterId) ?? facts;
}

/** Clusters where something was left undone, and of which no operation is still at it, as a retry or a later edit is. */
async function owingClusters(
  sql: Sql,
  tenantId: string,
  clusters: readonly Pick<LoadedCluster, 'id' | 'state'>[],
): Promise<ReadonlySet<string>> {
  const degraded = clusters.flatMap(({ id, state }) => (state === 'DEGRADED' ? [id] : []));
  if (degraded.length === 0) return new Set();
  const rows = await sql.query(
    `SELECT DISTINCT cluster_id FROM operation
     WHERE tenant_id = $1 AND cluster_id = ANY($2::uuid[]) AND revision IS NOT NULL AND state <> ALL($3)`,
    [tenantId, degraded, [...finalOperationStates]],
    runningRow,
  );
  const running = new Set(rows.map(({ cluster_id }) => cluster_id));
  return new Set(degraded.filter((id) => !running.has(id)));
}
