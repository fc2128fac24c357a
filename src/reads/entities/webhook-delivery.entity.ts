import { uuid } from '../../domain/ids.js';
import { column, columns, type Entity } from '../entity.js';

const message = 'message';

/** One message on its way to one endpoint; the newest first. */
export const webhookDeliveryEntity: Entity = {
  name: 'WebhookDelivery',
  table: 'webhook_delivery',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.created_at`, type: 'timestamptz' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: true,
  filters: { state: (t, value) => `${t}.state = ${value}::text` },
  withinCluster: () => 'false',
  forAdmins: true,
  joins: {
    message: (t) => `JOIN webhook_message ${t}_m ON ${t}_m.tenant_id = ${t}.tenant_id AND ${t}_m.id = ${t}.message_id`,
  },
  columns: {
    ...columns('id', 'message_id', 'state', 'next_attempt_at', 'created_at', 'finished_at'),
    attemptCount: column('attempts'),
    kind: { sql: (t) => `${t}_m.kind`, join: message },
    body: { sql: (t) => `${t}_m.body`, join: message },
    sequence: { sql: (t) => `${t}_m.sequence`, join: message },
  },
  fields: { webhookId: ['messageId'] },
  relations: {
    endpoint: {
      is: 'one',
      of: 'WebhookEndpoint',
      on: (delivery, endpoint) => `${endpoint}.id = ${delivery}.endpoint_id`,
    },
    attempts: {
      is: 'many',
      of: 'WebhookAttempt',
      on: (delivery, attempt) => `${attempt}.delivery_id = ${delivery}.id`,
    },
  },
};
