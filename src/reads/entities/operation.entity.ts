import { uuid } from '../../domain/ids.js';
import { onlyLooked } from '../../ports/only-looked.js';
import { column, columns, type Entity } from '../entity.js';
import { progressShape } from './progress.shape.js';

/** Work that a mutation started; the newest first. */
export const operationEntity: Entity = {
  name: 'Operation',
  table: 'operation',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.created_at`, type: 'timestamptz' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: true,
  filters: {
    state: (t, value) => `${t}.state = ${value}::text`,
    kind: (t, value) => `${t}.kind = ${value}::text`,
  },
  withinCluster: (t, cluster) => `${t}.cluster_id = ${cluster}`,
  joins: {},
  columns: {
    ...columns(
      'id',
      'kind',
      'state',
      'target_kind',
      'target_id',
      'revision',
      'failure',
      'deadline',
      'cancel_requested',
    ),
    ...columns('created_at', 'started_at', 'finished_at'),
    requestedBy: {
      sql: (t) =>
        `coalesce((SELECT k.name FROM api_token k WHERE k.tenant_id = ${t}.tenant_id AND k.id::text = ${t}.requested_by), ${t}.requested_by)`,
    },
    // Its own; of what only looks at hosts, those that are members of, or are served by, one that it visits.
    clusterIds: {
      sql: (t) =>
        `(SELECT coalesce(json_agg(s.id ORDER BY s.id), '[]'::json) FROM (
          SELECT ${t}.cluster_id AS id WHERE ${t}.cluster_id IS NOT NULL
          UNION
          SELECT m.cluster_id FROM task v JOIN member m ON m.tenant_id = v.tenant_id AND m.host_id = v.host_id
          WHERE v.tenant_id = ${t}.tenant_id AND v.operation_id = ${t}.id AND ${t}.cluster_id IS NULL
          UNION
          SELECT c.id FROM task v JOIN database_server d ON d.tenant_id = v.tenant_id AND d.host_id = v.host_id
          JOIN cluster c ON c.tenant_id = d.tenant_id
          JOIN revision r ON r.tenant_id = c.tenant_id AND r.cluster_id = c.id AND r.number = c.accepted_revision
          WHERE v.tenant_id = ${t}.tenant_id AND v.operation_id = ${t}.id AND ${t}.cluster_id IS NULL
            AND r.core->'databaseServers' ? d.id::text) s)`,
    },
    retryOfId: column('retry_of'),
    canRetry: { sql: (t) => `${t}.state IN ('FAILED', 'CANCELLED') AND NOT ${onlyLooked(t)}` },
  },
  fields: { target: ['targetKind', 'targetId'], violated: ['clusterIds'] },
  // Each may be of another cluster.
  judged: { violated: 1000 },
  relations: {
    progress: { is: 'part', of: progressShape },
    cluster: {
      is: 'one',
      of: 'Cluster',
      on: (operation, cluster) => `${cluster}.id = ${operation}.cluster_id`,
    },
    retryOf: {
      is: 'one',
      of: 'Operation',
      on: (operation, former) => `${former}.id = ${operation}.retry_of`,
    },
    tasks: { is: 'many', of: 'Task', on: (operation, task) => `${task}.operation_id = ${operation}.id` },
  },
};
