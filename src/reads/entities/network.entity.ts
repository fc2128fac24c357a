import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

export const networkEntity: Entity = {
  name: 'Network',
  table: 'network',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.position`, type: 'int' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: {},
  withinCluster: (t, cluster) => `${t}.cluster_id = ${cluster}`,
  joins: {},
  columns: columns('id', 'name', 'kind', 'cidr'),
  fields: {},
  relations: {
    cluster: {
      is: 'one',
      of: 'Cluster',
      on: (network, cluster) => `${cluster}.id = ${network}.cluster_id`,
    },
  },
};
