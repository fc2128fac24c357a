import { z } from 'zod';
import { choosableKinds } from '../../events/registry.js';
import { outboxChannel } from '../../ports/outbox-channel.js';
import type { Command, Work } from '../command.js';
import { globalRef } from '../global-ref.js';
import { keyed } from '../mutation-input.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';
import { ownEndpoint } from './own-endpoint.js';

/** Messages that one request may have sent again. */
const most = 10_000;

const input = z
  .strictObject({
    ...keyed,
    webhookEndpointId: globalRef('WebhookEndpoint'),
    /** Either these, whatever came of them, or what happened in a range of time. */
    deliveryIds: z.array(globalRef('WebhookDelivery')).min(1).max(100).nullish(),
    from: z.date().nullish(),
    to: z.date().nullish(),
    /** Of a range, only what did not arrive: given up, waiting for its next try, or never tried because the endpoint was disabled then. */
    onlyUndelivered: z.boolean().default(true),
  })
  .superRefine(({ deliveryIds, from, to }, context) => {
    const single = deliveryIds != null;
    if (single === (from != null))
      context.addIssue({ code: 'custom', path: ['from'], message: 'give either deliveryIds, or from and perhaps to' });
    if (from != null && to != null && to <= from)
      context.addIssue({ code: 'custom', path: ['to'], message: 'give a moment after from' });
  });
type Input = z.output<typeof input>;

const found = z.object({ id: z.uuid() });

/** Has messages sent to an endpoint again, under the ids that they had, each from the beginning of the schedule. */
export const redeliverWebhooks: Command<Input, z.input<typeof input>> = {
  name: 'redeliverWebhooks',
  role: 'ADMIN',
  forClusterTokens: false,
  input,
  async perform(work, given) {
    const { sql } = work;
    const { webhookEndpointId: id, deliveryIds } = given;
    const { state } = await ownEndpoint(work, id);
    if (state !== 'ENABLED') {
      throw refused('WRONG_STATE', 'The endpoint is disabled; enable it with updateWebhookEndpoint first.', [
        'webhookEndpointId',
      ]);
    }
    if (deliveryIds == null) await redeliverRange(work, given);
    else await redeliverThese(work, id, deliveryIds);
    await sql.execute('SELECT pg_notify($1, $2)', [outboxChannel, '']);
    return { ids: { webhookEndpoint: id }, target: { kind: 'WebhookEndpoint', id } };
  },
};

async function redeliverThese(work: Work, endpointId: string, deliveryIds: readonly string[]): Promise<void> {
  const { sql, caller, clock } = work;
  const deliveries = await sql.query(
    'SELECT id FROM webhook_delivery WHERE tenant_id = $1 AND endpoint_id = $2 AND id = ANY($3::uuid[])',
    [caller.tenantId, endpointId, deliveryIds],
    found,
  );
  const missing = deliveryIds.findIndex((wanted) => !deliveries.some(({ id }) => id === wanted));
  if (missing >= 0) throw notFound('WebhookDelivery', 'deliveryIds', String(missing));
  await sql.execute(
    `UPDATE webhook_delivery SET state = 'PENDING', tries = 0, next_attempt_at = $3, finished_at = NULL
     WHERE tenant_id = $1 AND id = ANY($2::uuid[])`,
    [caller.tenantId, deliveryIds, clock.now()],
  );
}

/** What the endpoint would be told of today; a message that it never had a delivery of gets one. */
async function redeliverRange(work: Work, given: Input): Promise<void> {
  const { sql, caller, clock } = work;
  const messages = await sql.query(
    `SELECT m.id FROM webhook_message m JOIN webhook_endpoint e ON e.tenant_id = m.tenant_id AND e.id = $2
     LEFT JOIN webhook_delivery d ON d.tenant_id = m.tenant_id AND d.endpoint_id = e.id AND d.message_id = m.id
     WHERE m.tenant_id = $1 AND m.at >= $3 AND m.at < coalesce($4, 'infinity'::timestamptz)
       AND m.kind = ANY($5::text[]) AND (e.kinds = '{}' OR m.kind = ANY(e.kinds))
       AND (d.id IS NULL OR d.state = 'FAILED' OR (d.state = 'DELIVERED' AND NOT $6)
         OR (d.state = 'PENDING' AND d.next_attempt_at > $7 AND (d.claimed_until IS NULL OR d.claimed_until <= $7)))
     LIMIT ${most + 1}`,
    [
      ...[caller.tenantId, given.webhookEndpointId, given.from, given.to ?? null],
      ...[choosableKinds, given.onlyUndelivered, clock.now()],
    ],
    found,
  );
  if (messages.length > most)
    throw refused('INVALID_INPUT', `There are more than ${most} messages in this range; choose a shorter one.`, ['to']);
  await sql.execute(
    `INSERT INTO webhook_delivery (id, tenant_id, endpoint_id, message_id, state, next_attempt_at)
     SELECT gen_random_uuid(), $1, $2, m, 'PENDING', $4 FROM unnest($3::uuid[]) AS m
     ON CONFLICT (tenant_id, endpoint_id, message_id) DO UPDATE
       SET state = 'PENDING', tries = 0, next_attempt_at = excluded.next_attempt_at, finished_at = NULL`,
    [caller.tenantId, given.webhookEndpointId, messages.map(({ id }) => id), clock.now()],
  );
}
