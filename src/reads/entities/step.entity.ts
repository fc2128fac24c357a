import { uuid } from '../../domain/ids.js';
import { toldKey } from '../../steps/told-key.js';
import { columns, type Entity } from '../entity.js';

/** One difference on one host and how it went. */
export const stepEntity: Entity = {
  name: 'Step',
  table: 'step',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.position`, type: 'int' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: {},
  withinCluster: (t, cluster) =>
    `EXISTS (SELECT 1 FROM operation wo WHERE wo.tenant_id = ${t}.tenant_id AND wo.id = ${t}.operation_id AND wo.cluster_id = ${cluster})`,
  joins: {},
  columns: {
    ...columns('id', 'kind', 'direction', 'units', 'outcome', 'summary', 'reports', 'finished_at'),
    subject: { sql: toldKey },
  },
  fields: { changes: ['units', 'reports'], members: ['reports'] },
  relations: {
    host: { is: 'one', of: 'Host', on: (step, host) => `${host}.id = ${step}.host_id` },
    task: { is: 'one', of: 'Task', on: (step, task) => `${task}.id = ${step}.task_id` },
  },
};
