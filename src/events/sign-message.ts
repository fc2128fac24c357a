import { createHmac } from 'node:crypto';
import type { Secret } from '../domain/secret.js';

const prefix = 'whsec_';

/** A new secret from so many random bytes in hex, as Standard Webhooks writes it. */
export function secretText(hex: string): string {
  return `${prefix}${Buffer.from(hex, 'hex').toString('base64')}`;
}

/**
 * Headers of one try, after Standard Webhooks: the id is the same at every try, the time is that of the try, and each secret
 * signs, so that receivers can change over from one to the other.
 */
export function signedHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly Secret[],
  now: Date,
): Readonly<Record<string, string>> {
  const id = webhookId(message.id);
  const timestamp = String(Math.floor(now.getTime() / 1000));
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.reveal().slice(prefix.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${message.body}`, 'utf8').digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}

/** What receivers tell messages apart by. */
export function webhookId(messageId: string): string {
  return `msg_${messageId}`;
}
