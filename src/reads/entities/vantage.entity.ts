import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

/** A host outside of every cluster, from which proofs look at clusters. */
export const vantageEntity: Entity = {
  name: 'Vantage',
  table: 'vantage',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.name`, type: 'text' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: {
    name: (t, value) => `${t}.name = ${value}::text`,
    externalRef: (t, value) => `${t}.external_ref = ${value}::text`,
  },
  withinCluster: () => 'false',
  joins: {},
  columns: columns('id', 'name', 'source_address', 'labels', 'external_ref', 'version', 'created_at'),
  fields: {},
  relations: {
    host: { is: 'one', of: 'Host', on: (vantage, host) => `${host}.id = ${vantage}.host_id` },
  },
};
