import { z } from 'zod';
import { columns, type Entity } from '../entity.js';

/** One try of a delivery. */
export const webhookAttemptEntity: Entity = {
  name: 'WebhookAttempt',
  table: 'webhook_attempt',
  id: z.never(),
  byIds: () => 'false',
  sort: [{ sql: (t) => `${t}.number`, type: 'int' }],
  descending: false,
  filters: {},
  withinCluster: () => 'false',
  joins: {},
  columns: columns('number', 'started_at', 'finished_at', 'duration_ms', 'status', 'reply', 'error'),
  fields: {},
  relations: {},
};
