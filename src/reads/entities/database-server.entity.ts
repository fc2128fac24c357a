import { column, columns, type Entity } from '../entity.js';
import { named } from '../named.js';

/** A MySQL server, run by its owner or by us on a manager; its password can be replaced, never read. */
export const databaseServerEntity: Entity = {
  name: 'DatabaseServer',
  table: 'database_server',
  ...named,
  withinCluster: (t, cluster) =>
    `EXISTS (SELECT 1 FROM cluster wc JOIN revision wr ON wr.tenant_id = wc.tenant_id AND wr.cluster_id = wc.id AND wr.number = wc.accepted_revision WHERE wc.tenant_id = ${t}.tenant_id AND wc.id = ${cluster} AND wr.core->'databaseServers' ? ${t}.id::text)`,
  joins: {},
  columns: {
    ...columns('id', 'name', 'address', 'port', 'labels', 'external_ref', 'version', 'created_at'),
    user: column('login'),
  },
  fields: {},
  relations: {
    host: { is: 'one', of: 'Host', on: (server, host) => `${host}.id = ${server}.host_id` },
    reachedThrough: { is: 'one', of: 'Host', on: (server, host) => `${host}.id = ${server}.reached_through` },
  },
};
