import { z } from 'zod';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { repeatable } from '../mutation-input.js';
import { ownEndpoint } from './own-endpoint.js';

const input = z.strictObject({ ...repeatable, webhookEndpointId: globalRef('WebhookEndpoint') });

/** Removes an endpoint with its secrets and the record of what it was sent. */
export const deleteWebhookEndpoint: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'deleteWebhookEndpoint',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform(work, { webhookEndpointId: id }) {
    const { sql, caller } = work;
    const { secret_id: secretId, former_secret_id: formerId } = await ownEndpoint(work, id);
    const key = [caller.tenantId, id];
    await sql.execute(
      `DELETE FROM webhook_attempt a USING webhook_delivery d
       WHERE d.tenant_id = $1 AND d.endpoint_id = $2 AND a.tenant_id = d.tenant_id AND a.delivery_id = d.id`,
      key,
    );
    await sql.execute('DELETE FROM webhook_delivery WHERE tenant_id = $1 AND endpoint_id = $2', key);
    await sql.execute('DELETE FROM webhook_endpoint WHERE tenant_id = $1 AND id = $2', key);
    await sql.execute('DELETE FROM secret WHERE tenant_id = $1 AND id = ANY($2::uuid[])', [
      caller.tenantId,
      [secretId, ...(formerId === null ? [] : [formerId])],
    ]);
    return { ids: { webhookEndpoint: id }, target: { kind: 'WebhookEndpoint', id } };
  },
};
