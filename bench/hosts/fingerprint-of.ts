import { createHash } from 'node:crypto';

/** How a public key is told, as `SHA256:…`. */
export function fingerprintOf(publicKey: string): string {
  const [, encoded = ''] = publicKey.split(' ');
  const hash = createHash('sha256').update(Buffer.from(encoded, 'base64')).digest('base64');
  return `SHA256:${hash.replace(/=+$/, '')}`;
}
