import { uuid } from '../../domain/ids.js';
import { columns, type Entity } from '../entity.js';

/** Where a tenant is told of events; its secrets are never read. A URL may hold a credential, hence for admins. */
export const webhookEndpointEntity: Entity = {
  name: 'WebhookEndpoint',
  table: 'webhook_endpoint',
  id: uuid,
  byIds: (t, ids) => `${t}.id = ANY(${ids}::uuid[])`,
  sort: [
    { sql: (t) => `${t}.created_at`, type: 'timestamptz' },
    { sql: (t) => `${t}.id`, type: 'uuid' },
  ],
  descending: false,
  filters: {
    state: (t, value) => `${t}.state = ${value}::text`,
    externalRef: (t, value) => `${t}.external_ref = ${value}::text`,
  },
  withinCluster: () => 'false',
  forAdmins: true,
  joins: {},
  columns: {
    ...columns('id', 'url', 'kinds', 'state', 'disabled_reason', 'disabled_at', 'failing_since', 'paused_until'),
    ...columns('former_secret_until', 'heartbeat_minutes', 'labels', 'external_ref', 'version', 'created_at'),
  },
  fields: {},
  relations: {
    deliveries: {
      is: 'many',
      of: 'WebhookDelivery',
      on: (endpoint, delivery) => `${delivery}.endpoint_id = ${endpoint}.id`,
    },
  },
};
