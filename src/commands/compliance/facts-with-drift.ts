import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { finalOperationStates } from '../../domain/states.js';
import type { Sql } from '../../ports/sql.js';
import type { RuleFacts } from '../../rules/rule.js';
import { stepOfKind } from '../../steps/registry.js';
import type { LoadedCluster } from '../revisions/load-cluster.js';
import { driftingKindsOf, driftOf, type MadeStep } from './drift-of.js';

const ledgerRow = z.object({
  cluster_id: z.uuid(),
  host_id: z.uuid(),
  kind: z.string(),
  key: z.string(),
  version: z.int(),
  input: z.unknown(),
});
const nameRow = z.object({ id: z.uuid(), name: z.string() });
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
  // Of other kinds a large cluster has a row for each node and address.
  const asked = made.flatMap(({ id, spec }) => driftingKindsOf(spec).map(({ kind }) => ({ id, kind })));
  const rows = await sql.query(
    `SELECT l.cluster_id, l.host_id, l.kind, l.key, l.version, l.input
     FROM unnest($2::uuid[], $3::text[]) AS asked (cluster_id, kind)
     JOIN ledger l ON l.tenant_id = $1 AND l.cluster_id = asked.cluster_id AND l.kind = asked.kind`,
    [tenantId, asked.map(({ id }) => id), asked.map(({ kind }) => kind)],
    ledgerRow,
  );
  const byCluster = new Map<string, MadeStep[]>(made.map(({ id }) => [id, []]));
  for (const { cluster_id, host_id, ...rest } of rows) byCluster.get(cluster_id)?.push({ ...rest, hostId: host_id });
  const owing = await owingClusters(sql, tenantId, made);
  const names = await strangerNames(
    sql,
    tenantId,
    made.flatMap(({ id, spec }) => (owing.has(id) ? strangersIn(byCluster.get(id) ?? [], spec) : [])),
  );
  const named: RuleFacts = { ...facts, hostName: (hostId) => names.get(hostId) ?? facts.hostName(hostId) };
  const drifting = new Map<string, RuleFacts>(
    made.map(({ id, spec }) => [id, { ...named, ...driftOf(spec, byCluster.get(id) ?? [], named, owing.has(id)) }]),
  );
  return (clusterId) => drifting.get(clusterId) ?? facts;
}

/** Hosts on which, or about which, something was made for a cluster, and that are no members of it: they may have left it. */
function strangersIn(rows: readonly MadeStep[], { core }: ClusterSpec): readonly string[] {
  const members = new Set<string>(core.members.map(({ hostId }) => hostId));
  return rows
    .flatMap(({ hostId, kind, key }) => (stepOfKind(kind)?.keyIsHost === true ? [hostId, key] : [hostId]))
    .filter((hostId) => !members.has(hostId));
}

async function strangerNames(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (hostIds.length === 0) return new Map();
  const rows = await sql.query(
    'SELECT id, name FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[])',
    [tenantId, [...new Set(hostIds)]],
    nameRow,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
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
