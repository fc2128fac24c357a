import { specSchemaNumber, type ClusterCore } from '../../domain/spec.js';
import type { Ids } from '../../ports/ids.js';
import type { Sql } from '../../ports/sql.js';

export interface NewRevision {
  readonly tenantId: string;
  readonly clusterId: string;
  readonly number: number;
  readonly core: ClusterCore;
  /** Id of the token. */
  readonly author: string;
}

/** Keeps a value as the next revision and makes it the accepted one, with the rows that lists are read from. */
export async function acceptRevision(sql: Sql, ids: Ids, revision: NewRevision): Promise<void> {
  const { tenantId, clusterId, number, core, author } = revision;
  await sql.execute(
    'INSERT INTO revision (tenant_id, cluster_id, number, schema, core, author) VALUES ($1, $2, $3, $4, $5, $6)',
    [tenantId, clusterId, number, specSchemaNumber, JSON.stringify(core), author],
  );
  await sql.execute('UPDATE cluster SET accepted_revision = $3 WHERE tenant_id = $1 AND id = $2', [
    tenantId,
    clusterId,
    number,
  ]);
  for (const table of ['member', 'network', 'address']) {
    await sql.execute(`DELETE FROM ${table} WHERE tenant_id = $1 AND cluster_id = $2`, [tenantId, clusterId]);
  }
  await sql.execute(
    `INSERT INTO member (tenant_id, cluster_id, host_id, role, position)
     SELECT $1, $2, m.host_id, m.role, m.position
     FROM jsonb_to_recordset($3::jsonb) AS m(host_id uuid, role text, position int)`,
    [
      tenantId,
      clusterId,
      JSON.stringify(core.members.map(({ hostId, role }, position) => ({ host_id: hostId, role, position }))),
    ],
  );
  await sql.execute(
    `INSERT INTO network (id, tenant_id, cluster_id, name, kind, cidr, position)
     SELECT n.id, $1, $2, n.name, n.kind, n.cidr, n.position
     FROM jsonb_to_recordset($3::jsonb) AS n(id uuid, name text, kind text, cidr text, position int)`,
    [
      tenantId,
      clusterId,
      JSON.stringify(core.networks.map((network, position) => ({ id: ids.uuid(), ...network, position }))),
    ],
  );
  const addresses = core.members
    .flatMap(({ hostId, addresses: held }) => held.map((address) => ({ host_id: hostId, ...address })))
    .map((address, position) => ({ id: ids.uuid(), ...address, position }));
  await sql.execute(
    `INSERT INTO address (id, tenant_id, cluster_id, host_id, network, address, purpose, position)
     SELECT a.id, $1, $2, a.host_id, a.network, a.address, a.purpose, a.position
     FROM jsonb_to_recordset($3::jsonb)
       AS a(id uuid, host_id uuid, network text, address text, purpose text, position int)`,
    [tenantId, clusterId, JSON.stringify(addresses)],
  );
}
