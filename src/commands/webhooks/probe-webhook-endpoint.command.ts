import { z } from 'zod';
import { tellEndpoint } from '../../events/tell-endpoint.js';
import { outboxChannel } from '../../ports/outbox-channel.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { ownEndpoint } from './own-endpoint.js';

const input = z.strictObject({ ...keyed, webhookEndpointId: globalRef('WebhookEndpoint') });

/** Sends a probe, to a disabled endpoint too. It is tried once; the delivery in the answer tells how it went. */
export const probeWebhookEndpoint: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'probeWebhookEndpoint',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform(work, { webhookEndpointId: id }) {
    const { sql, ids, clock, caller } = work;
    const { external_ref: externalRef } = await ownEndpoint(work, id);
    const endpoint = { tenantId: caller.tenantId, endpointId: id, externalRef };
    const webhookDelivery = await tellEndpoint(sql, ids, clock.now(), endpoint, 'webhook.probe');
    await sql.execute('SELECT pg_notify($1, $2)', [outboxChannel, '']);
    return { ids: { webhookDelivery }, target: { kind: 'WebhookEndpoint', id } };
  },
};
