import { codeVersion } from '../../engine/code-version.js';
import { claimDelivery } from '../../events/claim-delivery.js';
import { dueDeliveries } from '../../events/due-deliveries.js';
import { recordAttempt } from '../../events/record-attempt.js';
import { signedHeaders } from '../../events/sign-message.js';
import type { HttpReply } from '../../ports/http-out.js';
import type { DeliveryMessage } from '../../ports/queue.js';
import { traced } from '../../ports/tracing.js';
import type { Secret } from '../../domain/secret.js';
import type { Courier, DeliveryQueue } from './courier.js';

/** How much of a reply is kept, in characters. */
const longestReply = 1_024;
const notTaken = 'an endpoint did not take a webhook';

/** Tries one delivery, if it is due and nobody else has it, and tells the queue what its endpoint takes next. */
export async function deliver(courier: Courier, queue: DeliveryQueue, message: DeliveryMessage): Promise<void> {
  const { database, secrets, http, clock, ids, log, failpoint } = courier;
  const claim = await claimDelivery(database, message, courier.owner, clock.now());
  if (claim === undefined) return;
  failpoint('webhook.claimed');
  const keys = await Promise.all(claim.secrets.map((ref) => secrets.open(claim.tenantId, ref)));
  const begun = clock.monotonic();
  const headers = {
    'content-type': 'application/json',
    'user-agent': `Hostwright/${codeVersion}`,
    ...signedHeaders(claim.message, keys, clock.now()),
  };
  const reply = await traced('webhook try', { 'hostwright.delivery.id': claim.deliveryId }, () =>
    http.post(claim.url, headers, claim.message.body),
  );
  failpoint('webhook.sent');
  const durationMs = clock.monotonic() - begun;
  const verdict = await recordAttempt(database, claim, {
    reply: withoutSecrets(reply, keys, headers),
    durationMs,
    now: clock.now(),
    random: Number.parseInt(ids.nonce(4), 16) / 0xffff_ffff,
  });
  failpoint('webhook.recorded');
  courier.meters.webhookTried(verdict.is, durationMs / 1000);
  // An alarm counts the message (infra/lib/alarms.ts).
  if (verdict.is !== 'DELIVERED')
    log.info({ tenantId: claim.tenantId, endpointId: claim.endpointId, deliveryId: claim.deliveryId }, notTaken);
  await queue.send(await dueDeliveries(database, clock.now(), claim.endpointId));
}

/** A receiver may repeat what it was sent; what it must not be shown to others is taken out before it is stored. */
function withoutSecrets(
  reply: HttpReply,
  keys: readonly Secret[],
  headers: Readonly<Record<string, string>>,
): HttpReply {
  if (!reply.answered) return reply;
  const signatures = (headers['webhook-signature'] ?? '').split(' ').map((signature) => signature.slice('v1,'.length));
  const kept = [...keys.map((key) => key.reveal().slice('whsec_'.length)), ...signatures];
  const bodyHead = kept.reduce((text, secret) => text.replaceAll(secret, '[redacted]'), reply.bodyHead);
  return { ...reply, bodyHead: bodyHead.slice(0, longestReply) };
}
