import { z } from 'zod';
import { outboxChannel } from '../../ports/outbox-channel.js';
import type { Command } from '../command.js';
import { globalRef } from '../global-ref.js';
import { expectedVersion, repeatable } from '../mutation-input.js';
import { versionConflict } from '../revisions/not-found.js';
import { endpointUrl, kinds, longestHeartbeatMinutes } from './endpoint-input.js';
import { ownEndpoint } from './own-endpoint.js';
import { refuseTarget } from './refuse-target.js';

const input = z.strictObject({
  ...repeatable,
  webhookEndpointId: globalRef('WebhookEndpoint'),
  expectedVersion,
  url: endpointUrl.nullish(),
  kinds: kinds.nullish(),
  /** 0 ends the heartbeat; what is left out, or null, stays. */
  heartbeatMinutes: z.int().min(0).max(longestHeartbeatMinutes).nullish(),
  enabled: z.boolean().nullish(),
});

/** Changes an endpoint, disables it, or enables it again: what waited for it meanwhile is then sent at once. */
export const updateWebhookEndpoint: Command<z.output<typeof input>, z.input<typeof input>> = {
  name: 'updateWebhookEndpoint',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { sql, clock, caller, webhookTargets } = work;
    const { webhookEndpointId: id, url, enabled } = given;
    const endpoint = await ownEndpoint(work, id);
    if (given.expectedVersion != null && given.expectedVersion !== endpoint.version)
      throw versionConflict(endpoint.version);
    if (url != null) refuseTarget(webhookTargets, url);
    const now = clock.now();
    const { heartbeatMinutes } = given;
    const beats = heartbeatMinutes === 0 ? null : heartbeatMinutes;
    await sql.execute(
      `UPDATE webhook_endpoint SET url = coalesce($3, url), kinds = coalesce($4, kinds),
         heartbeat_minutes = CASE WHEN $5 THEN $6 ELSE heartbeat_minutes END,
         next_heartbeat_at = CASE WHEN $5 THEN $7::timestamptz + make_interval(mins => $6) ELSE next_heartbeat_at END,
         version = version + 1
       WHERE tenant_id = $1 AND id = $2`,
      [caller.tenantId, id, url?.href ?? null, given.kinds ?? null, heartbeatMinutes != null, beats ?? null, now],
    );
    if (enabled === true && endpoint.state === 'DISABLED') {
      await sql.execute(
        `UPDATE webhook_endpoint SET state = 'ENABLED', disabled_reason = NULL, disabled_at = NULL, failing_since = NULL,
           failures_in_row = 0, paused_until = NULL
         WHERE tenant_id = $1 AND id = $2`,
        [caller.tenantId, id],
      );
      // What failed before was put off, for up to a day: whoever enables it says that it is mended.
      await sql.execute(
        `UPDATE webhook_delivery SET next_attempt_at = $3
         WHERE tenant_id = $1 AND endpoint_id = $2 AND state = 'PENDING' AND next_attempt_at > $3`,
        [caller.tenantId, id, now],
      );
      await sql.execute('SELECT pg_notify($1, $2)', [outboxChannel, '']);
    }
    if (enabled === false && endpoint.state === 'ENABLED') {
      await sql.execute(
        `UPDATE webhook_endpoint SET state = 'DISABLED', disabled_reason = 'BY_REQUEST', disabled_at = $3
         WHERE tenant_id = $1 AND id = $2`,
        [caller.tenantId, id, now],
      );
    }
    return { ids: { webhookEndpoint: id }, target: { kind: 'WebhookEndpoint', id } };
  },
};
