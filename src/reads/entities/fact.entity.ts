import { z } from 'zod';
import { column, columns, type Entity } from '../entity.js';

/** What a host answered when it was last asked. */
export const factEntity: Entity = {
  name: 'Fact',
  table: 'fact',
  id: z.never(),
  byIds: () => 'false',
  sort: [{ sql: (t) => `${t}.probe_id`, type: 'text' }],
  descending: false,
  filters: {},
  withinCluster: () => 'true',
  joins: {},
  columns: { ...columns('command', 'exit_code', 'stdout', 'stderr', 'observed_at'), probe: column('probe_id') },
  fields: {},
  relations: {},
};
