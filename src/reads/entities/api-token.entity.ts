import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

/** An API token; only its hash is stored, and not even that can be read. */
export const apiTokenEntity: Entity = {
  name: 'ApiToken',
  table: 'api_token',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.created_at`, type: 'timestamptz' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: true,
  filters: {},
  withinCluster: () => 'false',
  forAdmins: true,
  joins: {},
  columns: columns('id', 'name', 'role', 'created_at', 'last_used_at', 'expires_at', 'revoked_at'),
  fields: {},
  relations: {
    cluster: { is: 'one', of: 'Cluster', on: (token, cluster) => `${cluster}.id = ${token}.cluster_id` },
  },
};
