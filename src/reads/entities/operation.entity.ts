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
    retryOfId: column('retry_of'),
    canRetry: { sql: (t) => `${t}.state IN ('FAILED', 'CANCELLED') AND NOT ${onlyLooked(t)}` },
  },
  fields: { target: ['targetKind', 'targetId'] },
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
