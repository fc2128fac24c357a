import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

/** The steps of one host between two waits for others. */
export const taskEntity: Entity = {
  name: 'Task',
  table: 'task',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.position`, type: 'int' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: { state: (t, value) => `${t}.state = ${value}::text` },
  withinCluster: (t, cluster) =>
    `EXISTS (SELECT 1 FROM operation wo WHERE wo.tenant_id = ${t}.tenant_id AND wo.id = ${t}.operation_id AND wo.cluster_id = ${cluster})`,
  joins: {},
  columns: {
    ...columns('id', 'kind', 'phase', 'state', 'attempts', 'round_trips', 'next_attempt_at', 'finished_at', 'error'),
    ...columns('error_class', 'error_within'),
  },
  fields: { error: ['error', 'errorWithin'] },
  relations: {
    host: { is: 'one', of: 'Host', on: (task, host) => `${host}.id = ${task}.host_id` },
    operation: {
      is: 'one',
      of: 'Operation',
      on: (task, operation) => `${operation}.id = ${task}.operation_id`,
    },
    steps: { is: 'many', of: 'Step', on: (task, step) => `${step}.task_id = ${task}.id` },
  },
};
