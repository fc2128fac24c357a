import { z } from 'zod';
import { Secret } from '../../domain/secret.js';
import { secretText } from '../../events/sign-message.js';
import { tellEndpoint } from '../../events/tell-endpoint.js';
import { outboxChannel } from '../../ports/outbox-channel.js';
import type { Command } from '../command.js';
import { annotations, keyed } from '../mutation-input.js';
import { forgetUnheard } from '../told-violations.js';
import { endpointUrl, kinds, longestHeartbeatMinutes } from './endpoint-input.js';
import { refuseTarget } from './refuse-target.js';

const input = z.strictObject({
  ...keyed,
  ...annotations,
  url: endpointUrl,
  /** None: all, those of later versions included. */
  kinds: kinds.default([]),
  heartbeatMinutes: z.int().min(1).max(longestHeartbeatMinutes).nullish(),
});

/** Bytes of a signing secret. */
export const signingSecretBytes = 32;

/** Has events told to a URL, beginning with a probe. The signing secret is shown in this one answer. */
export const createWebhookEndpoint: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'createWebhookEndpoint',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform({ sql, ids, clock, vault, webhookTargets, caller }, given) {
    const { url, labels, externalRef } = given;
    refuseTarget(webhookTargets, url);
    const text = secretText(ids.nonce(signingSecretBytes));
    const secret = await vault.seal(sql, caller.tenantId, 'webhook', new Secret(text));
    const id = ids.uuid();
    const now = clock.now();
    await forgetUnheard(sql, caller.tenantId);
    await sql.execute(
      `INSERT INTO webhook_endpoint (id, tenant_id, url, kinds, state, secret_id, secret_version, heartbeat_minutes,
         next_heartbeat_at, labels, external_ref)
       VALUES ($1, $2, $3, $4, 'ENABLED', $5, $6, $7, $8::timestamptz + make_interval(mins => $7), $9, $10)`,
      [
        ...[id, caller.tenantId, url.href, given.kinds, secret.secretId, secret.version],
        ...[given.heartbeatMinutes ?? null, now, JSON.stringify(labels), externalRef],
      ],
    );
    const endpoint = { tenantId: caller.tenantId, endpointId: id, externalRef };
    await tellEndpoint(sql, ids, now, endpoint, 'webhook.probe');
    await sql.execute('SELECT pg_notify($1, $2)', [outboxChannel, '']);
    return { ids: { webhookEndpoint: id }, target: { kind: 'WebhookEndpoint', id }, shownOnce: text };
  },
};
