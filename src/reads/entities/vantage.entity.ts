import { columns, type Entity } from '../entity.js';
import { named } from '../named.js';

/** A host outside of every cluster, from which proofs look at clusters. */
export const vantageEntity: Entity = {
  name: 'Vantage',
  table: 'vantage',
  ...named,
  withinCluster: () => 'false',
  joins: {},
  columns: columns('id', 'name', 'source_address', 'labels', 'external_ref', 'version', 'created_at'),
  fields: {},
  relations: {
    host: { is: 'one', of: 'Host', on: (vantage, host) => `${host}.id = ${vantage}.host_id` },
  },
};
