import { z } from 'zod';
import type { ClusterSpec } from '../domain/account-spec.js';
import { loadLedger } from '../engine/load-ledger.js';
import type { EndingOperation, EndState, Rulebook } from '../engine/rulebook.js';
import { mostToldFailures, type Failure } from '../engine/failure.js';
import { difference } from '../plan/difference.js';
import { stepsFor } from '../plan/steps-for.js';
import type { Ids } from '../ports/ids.js';
import type { Database, Sql } from '../ports/sql.js';
import type { Probe } from '../probes/probe.js';
import { blocking } from '../rules/blocking.js';
import { failing } from '../rules/failing.js';
import { generalLooks } from '../rules/general-looks.js';
import { judge } from '../rules/judge.js';
import type { Finding } from '../rules/rule.js';
import { causesFirst } from './causes-first.js';
import type { Workshop } from './command.js';
import { failureOfFinding } from './failure-of-finding.js';
import { looksAgain } from './look-again.js';
import { ruleLooksByHost, stepLooksByHost } from './looks-by-host.js';
import { planAgain } from './plans/plan-again.js';
import { loadCluster, loadClusters, type LoadedCluster } from './revisions/load-cluster.js';
import { loadAcknowledgements } from './revisions/enforce.js';
import { loadFacts } from './revisions/load-facts.js';
import { RecentClusters, type AcceptedRevision } from './revisions/recent-clusters.js';
import { tellViolations } from './tell-violations.js';

const accessRow = z.object({ access: z.enum(['SSH', 'SQL', 'NONE']) });
const clusterRow = z.object({ cluster_id: z.uuid(), accepted_revision: z.int() });
const hostRow = z.object({ host_id: z.uuid() });
const targetRow = z.object({ target_kind: z.string(), target_id: z.uuid() });

const clusterKinds = new Set(['SET_UP_CLUSTER', 'REPAIR_CLUSTER', 'APPLY_CLUSTER']);

/** Answers the engine from the rules and from what clusters declare; plans again with what commands use of the world. */
export function rulebookOf(workshop: Workshop): Rulebook {
  const recent = new RecentClusters();
  return {
    looksFor: (...asked) => looksFor(recent, ...asked),
    afterwards: (sql, ending) => afterwards(workshop.ids, sql, ending),
    ...{ ended, planAgain: (sql, ending) => planAgain(workshop, sql, ending) },
  };
}

async function looksFor(
  recent: RecentClusters,
  database: Database,
  tenantId: string,
  hostId: string,
  steps: boolean,
): Promise<readonly Probe<unknown>[]> {
  const [host] = await database.query(
    'SELECT access FROM host WHERE tenant_id = $1 AND id = $2',
    [tenantId, hostId],
    accessRow,
  );
  const looks = new Map<string, Probe<unknown>>();
  for (const probe of host?.access === 'SQL' ? generalLooks.sql : generalLooks.ssh) looks.set(probe.id, probe);
  const accepted = await acceptedWith(database, tenantId, [hostId]);
  for (const spec of await recent.load(database, tenantId, accepted)) {
    for (const probe of ruleLooksByHost(spec).get(hostId) ?? []) looks.set(probe.id, probe);
    if (!steps || spec.observedHosts.includes(hostId)) continue;
    for (const probe of stepLooksByHost(spec).get(hostId) ?? []) looks.set(probe.id, probe);
  }
  return [...looks.values()];
}

/** The clusters that have one of the hosts, as a member or as a database server that their value names. */
async function acceptedWith(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
): Promise<readonly AcceptedRevision[]> {
  const rows = await sql.query(
    `SELECT c.id AS cluster_id, c.accepted_revision FROM member m JOIN cluster c ON c.tenant_id = m.tenant_id AND c.id = m.cluster_id
     WHERE m.tenant_id = $1 AND m.host_id = ANY($2::uuid[])
     UNION
     SELECT c.id, c.accepted_revision FROM database_server d JOIN cluster c ON c.tenant_id = d.tenant_id
     JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
     WHERE d.tenant_id = $1 AND d.host_id = ANY($2::uuid[]) AND r.core->'databaseServers' ? d.id::text
     ORDER BY cluster_id`,
    [tenantId, hostIds],
    clusterRow,
  );
  return rows.map(({ cluster_id: clusterId, accepted_revision: revision }) => ({ clusterId, revision }));
}

async function afterwards(ids: Ids, sql: Sql, operation: EndingOperation): Promise<Failure | 'LOOKING' | null> {
  const { tenantId, clusterId } = operation;
  if (clusterId === null || operation.revision === null) return null;
  const cluster = await loadCluster(sql, tenantId, clusterId, 'read');
  if (cluster === undefined) return null;
  const broken = await brokenAfterwards(sql, tenantId, clusterId, cluster.spec);
  const target = await targetOf(sql, operation);
  const owed = broken.filter(
    // An account's operation answers for its account; what else is wrong in the cluster was so before.
    ({ subject }) =>
      clusterKinds.has(operation.kind) || (subject.kind === target?.target_kind && subject.id === target.target_id),
  );
  const [worst, ...others] = causesFirst(owed, clusterId);
  if (worst === undefined) return null;
  return (await looksAgain(sql, ids, operation, owed)) ? 'LOOKING' : failureOf(worst, others);
}

function failureOf(finding: Finding, others: readonly Finding[]): Failure {
  const told = others.slice(0, mostToldFailures - 1);
  return {
    ...failureOfFinding(finding),
    evidence: finding.evidence.map(({ hostId, probeId, command, answer, observedAt }) => ({
      ...{ hostId, probeId, command, answer: { ...answer } },
      observedAt: observedAt.toISOString(),
    })),
    others: told.map(failureOfFinding),
    untold: others.length - told.length,
  };
}

async function targetOf(
  sql: Sql,
  { tenantId, operationId }: EndingOperation,
): Promise<z.infer<typeof targetRow> | undefined> {
  const [row] = await sql.query(
    'SELECT target_kind, target_id FROM operation WHERE tenant_id = $1 AND id = $2',
    [tenantId, operationId],
    targetRow,
  );
  return row;
}

async function ended(sql: Sql, operation: EndingOperation, state: EndState): Promise<void> {
  const { tenantId, operationId, clusterId, revision, kind } = operation;
  if (clusterId === null || revision === null) {
    // What some hosts showed counts, whether or not all of them could be looked at.
    await lookedAt(sql, operation);
    return;
  }
  // The cluster is locked before its account, as by every edit.
  const cluster = await loadCluster(sql, tenantId, clusterId, 'lock');
  if (cluster === undefined) return;
  const settled = await settle(sql, tenantId, cluster, { state, revision });
  if (kind === 'CREATE_ACCOUNT' || kind === 'DELETE_ACCOUNT') {
    const target = await targetOf(sql, operation);
    const good = kind === 'CREATE_ACCOUNT' ? 'ACTIVE' : 'DELETED';
    // An account may have been deleted while its creation was retried.
    await sql.execute(
      `UPDATE account SET state = $3, version = version + 1
       WHERE tenant_id = $1 AND id = $2 AND (to_revision IS NULL) = $4 AND state <> $3`,
      [tenantId, target?.target_id ?? null, state === 'SUCCEEDED' ? good : 'FAILED', kind === 'CREATE_ACCOUNT'],
    );
  }
  // Its plan was everything that separated the value from the ledger, and nothing else ran beside it.
  if (kind === 'APPLY_CLUSTER' && state === 'SUCCEEDED') await settleAccounts(sql, tenantId, clusterId);
  if (kind === 'APPLY_CLUSTER' && state !== 'SUCCEEDED') await failAccounts(sql, tenantId, clusterId, revision);
  await tellViolations(sql, tenantId, operationId, { ...cluster, state: settled });
}

/** Writes what the end of an operation means for its cluster; the state of it from now on. */
async function settle(
  sql: Sql,
  tenantId: string,
  cluster: LoadedCluster,
  ended: { readonly state: EndState; readonly revision: number },
): Promise<LoadedCluster['state']> {
  const { id } = cluster;
  // What was cancelled is owed, as what failed is.
  if (ended.state !== 'SUCCEEDED') return writeClusterState(sql, tenantId, id, 'DEGRADED', null);
  if (cluster.state === 'ACTIVE') return writeClusterState(sql, tenantId, id, 'ACTIVE', ended.revision);
  if (!(await holds(sql, tenantId, cluster))) return cluster.state;
  await settleAccounts(sql, tenantId, id);
  return writeClusterState(sql, tenantId, id, 'ACTIVE', cluster.revision);
}

/** Hosts that were only looked at or tried: what that shows of the clusters that they belong to. */
async function lookedAt(sql: Sql, { tenantId, operationId }: EndingOperation): Promise<void> {
  const hosts = await sql.query(
    `SELECT DISTINCT host_id FROM task WHERE tenant_id = $1 AND operation_id = $2 AND kind IN ('OBSERVE', 'PROOF')`,
    [tenantId, operationId],
    hostRow,
  );
  const hostIds = hosts.map(({ host_id }) => host_id);
  const accepted = await acceptedWith(sql, tenantId, hostIds);
  const clusterIds = accepted.map(({ clusterId }) => clusterId);
  for (const cluster of await loadClusters(sql, tenantId, clusterIds)) {
    await tellViolations(sql, tenantId, operationId, cluster);
  }
}

/** Whether nothing is owed any more and no rule is violated, whatever operation found out: an account's may be the last. */
async function holds(sql: Sql, tenantId: string, { id, spec }: LoadedCluster): Promise<boolean> {
  const { make, remove } = difference(await loadLedger(sql, tenantId, id), stepsFor(spec));
  if (make.length + remove.length > 0) return false;
  return (await brokenAfterwards(sql, tenantId, id, spec)).length === 0;
}

async function brokenAfterwards(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  spec: ClusterSpec,
): Promise<readonly Finding[]> {
  // The failure that is made of it is kept, and read by tokens for this cluster alone too.
  const facts = await loadFacts(sql, { tenantId, clusterId }, spec);
  const findings = judge(spec, facts, ['after'], { draft: false, clusterId });
  return blocking(failing(findings), await loadAcknowledgements(sql, tenantId, clusterId));
}

async function writeClusterState(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  state: 'ACTIVE' | 'DEGRADED',
  applied: number | null,
): Promise<'ACTIVE' | 'DEGRADED'> {
  await sql.execute(
    `UPDATE cluster SET state = $3, applied_revision = greatest(applied_revision, $4::int) WHERE tenant_id = $1 AND id = $2`,
    [tenantId, clusterId, state, applied],
  );
  return state;
}

/** What a setup made, a repair mended or another edit completed, though no operation of the account's own did. */
async function settleAccounts(sql: Sql, tenantId: string, clusterId: string): Promise<void> {
  await sql.execute(
    `UPDATE account SET state = CASE WHEN to_revision IS NULL THEN 'ACTIVE' ELSE 'DELETED' END, version = version + 1
     WHERE tenant_id = $1 AND cluster_id = $2
       AND state <> CASE WHEN to_revision IS NULL THEN 'ACTIVE' ELSE 'DELETED' END`,
    [tenantId, clusterId],
  );
}

/** Accounts that an edit brought and did not make. */
async function failAccounts(sql: Sql, tenantId: string, clusterId: string, revision: number): Promise<void> {
  await sql.execute(
    `UPDATE account SET state = 'FAILED', version = version + 1
     WHERE tenant_id = $1 AND cluster_id = $2 AND from_revision = $3 AND state = 'CREATING'`,
    [tenantId, clusterId, revision],
  );
}
