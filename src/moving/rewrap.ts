import { z } from 'zod';
import { pack, seal, unpack, unseal } from '../edges/keyfile/envelope.js';
import type { KeyEncryptionKey } from '../edges/keyfile/key-file.js';
import { contextOf } from '../edges/keyfile/secret-store.js';
import { AppError } from '../domain/app-error.js';
import type { ContentRow } from './content-rows.js';
import type { TransportKey } from './transport-key.js';

const secret = z.object({ tenant_id: z.uuid(), kind: z.string(), id: z.uuid(), version: z.int() });

function contextIn({ content }: ContentRow): string {
  const { tenant_id: tenantId, kind, id, version } = secret.parse(JSON.parse(content));
  return contextOf(tenantId, kind, id, version);
}

/** The key of one secret, from under the installation's key to under that of the passphrase; as hex. The secret itself stays sealed. */
export function wrapForTransport(row: ContentRow, kek: KeyEncryptionKey, key: TransportKey): string {
  const context = contextIn(row);
  const dek = open(() => unseal(kek.key, unpack(Buffer.from(row.apart, 'hex')), context), context);
  try {
    return key.wrap(dek, context).toString('hex');
  } finally {
    dek.fill(0);
  }
}

/** The way back, to under the key of the installation that it arrives at; as hex. */
export function wrapOnArrival(row: ContentRow, kek: KeyEncryptionKey, key: TransportKey): string {
  const context = contextIn(row);
  const dek = open(() => key.unwrap(Buffer.from(row.apart, 'hex'), context), context);
  try {
    return pack(seal(kek.key, dek, context)).toString('hex');
  } finally {
    dek.fill(0);
  }
}

function open(unwrap: () => Buffer, context: string): Buffer {
  try {
    return unwrap();
  } catch {
    const [, kind, id, version] = context.split('|');
    throw new AppError('UNAVAILABLE', `The secret ${id} (${kind}, version ${version}) does not open with its key.`);
  }
}
