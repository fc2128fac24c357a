import { z } from 'zod';
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
  const drifting = new Map<string, RuleFacts>(
    made.map(({ id, spec, state }) => {
      const drift = driftOf(spec, byCluster.get(id) ?? [], facts, state === 'DEGRADED');
      return [id, { ...facts, drift }];
    }),
  );
  return (clusterId) => drifting.get(clusterId) ?? facts;
}
