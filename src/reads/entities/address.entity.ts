import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

export const addressEntity: Entity = {
  name: 'Address',
  table: 'address',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.position`, type: 'int' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: { purpose: (t, value) => `${t}.purpose = ${value}::text` },
  withinCluster: (t, cluster) => `${t}.cluster_id = ${cluster}`,
  joins: {},
  columns: columns('id', 'address', 'purpose'),
  fields: {},
  relations: {
    cluster: {
      is: 'one',
      of: 'Cluster',
      on: (address, cluster) => `${cluster}.id = ${address}.cluster_id`,
    },
    host: { is: 'one', of: 'Host', on: (address, host) => `${host}.id = ${address}.host_id` },
    network: {
      is: 'one',
      of: 'Network',
      on: (address, network) =>
        `${network}.cluster_id = ${address}.cluster_id AND ${network}.name = ${address}.network`,
    },
  },
};
