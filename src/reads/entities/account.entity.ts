import { column, columns, type Entity } from '../entity.js';
import { named } from '../named.js';
import { accountDatabaseShape } from './account-database.shape.js';

/** A hosting customer's site; deleted ones stay readable. */
export const accountEntity: Entity = {
  name: 'Account',
  table: 'account',
  ...named,
  filters: {
    ...named.filters,
    state: (t, value) => `${t}.state = ${value}::text`,
    // Whoever looks for their own id means the account that has it now; a deleted one only where none has.
    externalRef: (t, value) =>
      `(${t}.external_ref = ${value}::text AND (${t}.to_revision IS NULL OR NOT EXISTS (SELECT 1 FROM account la WHERE la.tenant_id = ${t}.tenant_id AND la.external_ref = ${value}::text AND la.to_revision IS NULL)))`,
  },
  withinCluster: (t, cluster) => `${t}.cluster_id = ${cluster}`,
  joins: {},
  columns: {
    ...columns('id', 'name', 'uid', 'gid', 'quota_bytes', 'state', 'labels', 'external_ref', 'version', 'created_at'),
    ...columns('domain', 'dedicated_address', 'cluster_id'),
    removal: column('removal'),
  },
  fields: { home: ['name'], usage: ['clusterId', 'uid', 'gid'] },
  relations: {
    cluster: {
      is: 'one',
      of: 'Cluster',
      on: (account, cluster) => `${cluster}.id = ${account}.cluster_id`,
    },
    database: { is: 'part', of: accountDatabaseShape, present: (t) => `${t}.database_server_id IS NOT NULL` },
  },
};
