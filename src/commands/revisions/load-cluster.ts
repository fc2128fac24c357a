import { z } from 'zod';
import { clusterSpec, type ClusterSpec, type databaseServerSpec } from '../../domain/account-spec.js';
import { clusterStates } from '../../domain/states.js';
import { databaseServerColumns, databaseServerRow } from '../../engine/database-server-row.js';
import type { Sql } from '../../ports/sql.js';

const clusterRow = z.object({
  id: z.uuid(),
  name: z.string(),
  state: z.enum(clusterStates),
  accepted_revision: z.int(),
  core: z.unknown(),
});
const accountRow = z.object({
  id: z.uuid(),
  cluster_id: z.uuid(),
  name: z.string(),
  uid: z.int(),
  gid: z.int(),
  domain: z.string().nullable(),
  dedicated_address: z.string().nullable(),
  database_server_id: z.uuid().nullable(),
  database_name: z.string().nullable(),
  database_user: z.string().nullable(),
  secret_id: z.uuid().nullable(),
  secret_version: z.int().nullable(),
  quota_bytes: z.bigint().nullable(),
});
const observedRow = z.object({ id: z.uuid(), access: z.string() });

/** A cluster with its accepted value. */
export interface LoadedCluster {
  readonly id: string;
  readonly name: string;
  readonly state: (typeof clusterStates)[number];
  readonly revision: number;
  readonly spec: ClusterSpec;
}

/** A cluster of the tenant; `lock` keeps every other edit of it waiting until the transaction ends. */
export async function loadCluster(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  lock: 'lock' | 'read',
): Promise<LoadedCluster | undefined> {
  // In a statement of its own: one that waits goes on with the revision of before its wait, which is none any more.
  if (lock === 'lock') {
    await sql.execute('SELECT id FROM cluster WHERE tenant_id = $1 AND id = $2 FOR UPDATE', [tenantId, clusterId]);
  }
  const [cluster] = await loadClusters(sql, tenantId, [clusterId]);
  return cluster;
}

/** Clusters of the tenant with their accepted values, read together; what is not there is left out. */
export async function loadClusters(
  sql: Sql,
  tenantId: string,
  clusterIds: readonly string[],
): Promise<readonly LoadedCluster[]> {
  const rows = await sql.query(
    `SELECT c.id, c.name, c.state, c.accepted_revision, r.core FROM cluster c
     JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
     WHERE c.tenant_id = $1 AND c.id = ANY($2::uuid[]) ORDER BY array_position($2::uuid[], c.id)`,
    [tenantId, clusterIds],
    clusterRow,
  );
  if (rows.length === 0) return [];
  const accounts = await sql.query(
    `SELECT id, cluster_id, name, uid, gid, domain, dedicated_address, database_server_id, database_name, database_user,
       secret_id, secret_version, quota_bytes
     FROM account WHERE tenant_id = $1 AND cluster_id = ANY($2::uuid[]) AND to_revision IS NULL ORDER BY uid`,
    [tenantId, clusterIds],
    accountRow,
  );
  const clusters = rows.map((row) => ({ ...row, core: clusterSpec.shape.core.parse(row.core) }));
  const servers = await loadDatabaseServers(
    sql,
    tenantId,
    clusters.flatMap(({ core }) => core.databaseServers),
  );
  const observed = await sql.query(
    `SELECT id, access FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND management = 'OBSERVED' ORDER BY id`,
    [tenantId, clusters.flatMap(({ core }) => core.members.map(({ hostId }) => hostId))],
    observedRow,
  );
  return clusters.map(({ id, name, state, accepted_revision, core }) => {
    const members = new Set<string>(core.members.map(({ hostId }) => hostId));
    const own = observed.filter((host) => members.has(host.id));
    const databaseServers = core.databaseServers.flatMap((wanted) =>
      servers.filter(({ databaseServerId }) => databaseServerId === wanted),
    );
    const spec = clusterSpec.parse({
      core,
      accounts: accounts.filter(({ cluster_id }) => cluster_id === id).map(accountOf),
      databaseServers,
      observedHosts: own.map((host) => host.id),
      appliances: own.flatMap((host) => (host.access === 'NONE' ? [host.id] : [])),
    });
    return { id, name, state, revision: accepted_revision, spec };
  });
}

type LoadedServer = z.input<typeof databaseServerSpec>;

/** Database servers by id, in the order of the ids; unknown ones are left out. */
export async function loadDatabaseServers(
  sql: Sql,
  tenantId: string,
  ids: readonly string[],
): Promise<readonly LoadedServer[]> {
  const rows = await sql.query(
    `SELECT ${databaseServerColumns} FROM database_server d
     WHERE d.tenant_id = $1 AND d.id = ANY($2::uuid[]) ORDER BY array_position($2::uuid[], d.id)`,
    [tenantId, ids],
    databaseServerRow,
  );
  return rows.map((server) => ({
    databaseServerId: server.id,
    hostId: server.host_id,
    name: server.name,
    address: server.address,
    port: server.port,
    login: server.login,
    password: { secretId: server.secret_id, version: server.secret_version },
    reachedThrough: server.reached_through,
  }));
}

function accountOf(row: z.infer<typeof accountRow>): unknown {
  return {
    accountId: row.id,
    name: row.name,
    uid: row.uid,
    gid: row.gid,
    domain: row.domain,
    dedicatedAddress: row.dedicated_address,
    quotaBytes: row.quota_bytes === null ? null : Number(row.quota_bytes),
    database:
      row.database_server_id === null
        ? null
        : {
            server: row.database_server_id,
            name: row.database_name,
            user: row.database_user,
            password: { secretId: row.secret_id, version: row.secret_version },
          },
  };
}
