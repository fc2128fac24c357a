import { z } from 'zod';
import { Secret } from '../../domain/secret.js';
import { secretText } from '../../events/sign-message.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { signingSecretBytes } from './create-webhook-endpoint.command.js';
import { ownEndpoint } from './own-endpoint.js';

const longestOverlapHours = 168;

const input = z.strictObject({
  ...keyed,
  webhookEndpointId: globalRef('WebhookEndpoint'),
  /** How long the secret before signs too. */
  overlapHours: z.int().min(0).max(longestOverlapHours).default(24),
});

/** Makes a new signing secret, shown in this one answer. Until the overlap ends, messages are signed with both. */
export const rotateWebhookSecret: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'rotateWebhookSecret',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform(work, { webhookEndpointId: id, overlapHours }) {
    const { sql, ids, clock, vault, caller } = work;
    const endpoint = await ownEndpoint(work, id);
    const text = secretText(ids.nonce(signingSecretBytes));
    const secret = await vault.seal(sql, caller.tenantId, 'webhook', new Secret(text));
    await sql.execute(
      `UPDATE webhook_endpoint SET former_secret_id = secret_id, former_secret_version = secret_version,
         former_secret_until = $3::timestamptz + make_interval(hours => $4), secret_id = $5, secret_version = $6,
         version = version + 1
       WHERE tenant_id = $1 AND id = $2`,
      [caller.tenantId, id, clock.now(), overlapHours, secret.secretId, secret.version],
    );
    // The one before the former secret signs nothing any more.
    await sql.execute('DELETE FROM secret WHERE tenant_id = $1 AND id = $2', [
      caller.tenantId,
      endpoint.former_secret_id,
    ]);
    return { ids: { webhookEndpoint: id }, target: { kind: 'WebhookEndpoint', id }, shownOnce: text };
  },
};
