import { z } from 'zod';
import { clusterSpec } from '../../domain/account-spec.js';
import { clusterCore, type ClusterCore } from '../../domain/spec.js';
import type { Manifest } from '../../manifest/manifest.js';
import { manifestOf } from '../../manifest/manifest-of.js';
import type { Sql } from '../../ports/sql.js';
import type { Scope } from '../scope.js';

const labels = z.record(z.string(), z.string());
const clusterRow = z.object({ core: z.unknown(), labels, external_ref: z.string().nullable() });
const nameRow = z.object({ id: z.uuid(), name: z.string() });
const serverRow = nameRow.extend({
  ...{ host_id: z.uuid(), address: z.string(), port: z.int(), login: z.string(), reached_through: z.uuid().nullable() },
  ...{ secret_id: z.uuid(), secret_version: z.int() },
});
const accountRow = nameRow.extend({
  ...{ uid: z.int(), gid: z.int(), domain: z.string().nullable(), dedicated_address: z.string().nullable() },
  ...{ database_server_id: z.uuid().nullable(), database_name: z.string().nullable() },
  ...{ database_user: z.string().nullable(), quota_bytes: z.bigint().nullable() },
  ...{ secret_id: z.uuid().nullable(), secret_version: z.int().nullable() },
  ...{ labels, external_ref: z.string().nullable() },
});
const acknowledgementRow = z.object({ rule: z.string(), subject: z.string() });

/** The manifest of what a cluster declares; null where there is none that the caller may see. */
export async function loadManifest(sql: Sql, scope: Scope, clusterId: string): Promise<Manifest | null> {
  const { tenantId } = scope;
  const [cluster] = await sql.query(
    `SELECT r.core, c.labels, c.external_ref FROM cluster c
     JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
     WHERE c.tenant_id = $1 AND c.id = $2 AND ($3::uuid IS NULL OR c.id = $3)`,
    [tenantId, clusterId, scope.clusterId],
    clusterRow,
  );
  if (cluster === undefined) return null;
  const core = clusterCore.parse(cluster.core);
  const hosts = await sql.query(
    `SELECT id, name FROM host WHERE tenant_id = $1
     AND id IN (SELECT unnest($2::uuid[]) UNION SELECT host_id FROM database_server WHERE tenant_id = $1 AND id = ANY($3::uuid[]))`,
    [tenantId, hostsOf(core), core.databaseServers],
    nameRow,
  );
  const servers = await sql.query(
    `SELECT id, name, host_id, address, port, login, reached_through, secret_id, secret_version FROM database_server
     WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    [tenantId, core.databaseServers],
    serverRow,
  );
  const accounts = await sql.query(
    `SELECT id, name, uid, gid, domain, dedicated_address, database_server_id, database_name, database_user, quota_bytes,
       secret_id, secret_version, labels, external_ref
     FROM account WHERE tenant_id = $1 AND cluster_id = $2 AND to_revision IS NULL`,
    [tenantId, clusterId],
    accountRow,
  );
  const acknowledgements = await sql.query(
    'SELECT rule_id AS rule, subject FROM acknowledgement WHERE tenant_id = $1 AND cluster_id = $2',
    [tenantId, clusterId],
    acknowledgementRow,
  );
  const byId = (rows: readonly z.infer<typeof nameRow>[]): ReadonlyMap<string, string> =>
    new Map(rows.map(({ id, name }) => [id, name]));
  return manifestOf({
    spec: clusterSpec.parse({ core, accounts: accounts.map(accountOf), databaseServers: servers.map(serverOf) }),
    names: { hosts: byId(hosts), databaseServers: byId(servers), accounts: byId(accounts) },
    labels: cluster.labels,
    externalRef: cluster.external_ref,
    acknowledgements,
    accounts: new Map(
      accounts.map(({ id, labels: own, external_ref }) => [id, { labels: own, externalRef: external_ref }]),
    ),
  });
}

function hostsOf({ members, userStorage }: ClusterCore): readonly string[] {
  const storage = userStorage.mode === 'EXTERNAL' ? [userStorage.fileServer] : [];
  return [...members.map(({ hostId }) => hostId), ...storage];
}

function serverOf(row: z.infer<typeof serverRow>): unknown {
  return {
    ...{ databaseServerId: row.id, hostId: row.host_id, name: row.name, address: row.address, port: row.port },
    ...{ login: row.login, reachedThrough: row.reached_through },
    password: { secretId: row.secret_id, version: row.secret_version },
  };
}

function accountOf(row: z.infer<typeof accountRow>): unknown {
  return {
    ...{ accountId: row.id, name: row.name, uid: row.uid, gid: row.gid, domain: row.domain },
    dedicatedAddress: row.dedicated_address,
    quotaBytes: row.quota_bytes === null ? null : Number(row.quota_bytes),
    database: row.database_server_id && {
      ...{ server: row.database_server_id, name: row.database_name, user: row.database_user },
      password: { secretId: row.secret_id, version: row.secret_version },
    },
  };
}
