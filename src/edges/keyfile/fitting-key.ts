import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { AppError } from '../../domain/app-error.js';
import type { Sql } from '../../ports/sql.js';
import { unpack, unseal } from './envelope.js';
import { copyIt, readKeyFile, type KeyEncryptionKey } from './key-file.js';
import { contextOf } from './secret-store.js';

const newest = 'SELECT tenant_id, id, version, kind, wrapped_dek FROM secret ORDER BY created_at DESC LIMIT 1';
const row = z.object({
  tenant_id: z.uuid(),
  id: z.uuid(),
  version: z.int(),
  kind: z.string(),
  wrapped_dek: z.instanceof(Buffer),
});
type Row = z.infer<typeof row>;

const fingerprintRow = z.object({ key_fingerprint: z.string() });

/**
 * The key of a file, tried on a stored secret where there is one; made only where there is none yet, since another machine may have
 * the key of this database. Of two that start at the same moment, each with a key of its own, the one whose key is written down
 * first goes on.
 * @throws AppError that says what to do, where it is missing or another one
 */
export async function fittingKey(database: Sql, path: string): Promise<KeyEncryptionKey> {
  const [stored] = await database.query(newest, [], row);
  const kek = await readKeyFile(path, stored === undefined);
  if ((stored !== undefined && !opens(kek, stored)) || !(await isRegistered(database, kek)))
    throw new AppError('UNAVAILABLE', `The key at ${path} is not the one that secrets are stored under; ${copyIt}`);
  return kek;
}

/** Whether it is this database's key; from now on it is, where there was none. */
async function isRegistered(sql: Sql, kek: KeyEncryptionKey): Promise<boolean> {
  const fingerprint = createHmac('sha256', kek.key).update('hostwright key fingerprint').digest('hex');
  // Whoever comes second waits for the first, and reads what that wrote.
  await sql.execute('INSERT INTO installation (key_fingerprint) VALUES ($1) ON CONFLICT (id) DO NOTHING', [
    fingerprint,
  ]);
  const [row] = await sql.query('SELECT key_fingerprint FROM installation', [], fingerprintRow);
  return row?.key_fingerprint === fingerprint;
}

/** Whether the key opens what was stored last, or nothing is stored yet. */
export async function keyFits(sql: Sql, kek: KeyEncryptionKey): Promise<boolean> {
  const [stored] = await sql.query(newest, [], row);
  return stored === undefined || opens(kek, stored);
}

function opens({ key }: KeyEncryptionKey, { tenant_id, kind, id, version, wrapped_dek }: Row): boolean {
  try {
    unseal(key, unpack(wrapped_dek), contextOf(tenant_id, kind, id, version)).fill(0);
    return true;
  } catch {
    // The cipher says no more than that something differs.
    return false;
  }
}
