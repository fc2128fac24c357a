import type { Connection } from 'mysql2/promise';
import { z } from 'zod';
import { fenceTable, ownDatabase } from './own-database.js';
import { ask } from './sql-login.js';

const lockName = 'hostwright';
const lockRow = z.array(z.object({ locked: z.string().nullable() })).length(1);
const fenceRow = z.array(z.object({ fence: z.string() }));

export type Fenced =
  | { readonly is: 'ours' }
  | { readonly is: 'busy' }
  | { readonly is: 'stale'; readonly hostFence: number }
  | { readonly is: 'refused'; readonly why: string };

/**
 * Takes the server's lock for this session and checks the fence: an older one than the server has seen changes nothing. The
 * number is kept on the server itself, for this host: a server that others registered too, perhaps for another tenant, has hosts
 * that count on their own, and the lock alone keeps their changes apart.
 */
export async function takeFence(connection: Connection, hostId: string, fence: number): Promise<Fenced> {
  const locked = await ask(connection, 'SELECT GET_LOCK(?, 0) AS locked', [lockName]);
  if (locked.exitCode !== 0) return { is: 'refused', why: locked.stderr };
  if (lockRow.parse(JSON.parse(locked.stdout))[0]?.locked !== '1') return { is: 'busy' };
  for (const statement of ownDatabase) {
    const made = await ask(connection, statement, []);
    if (made.exitCode !== 0) return { is: 'refused', why: made.stderr };
  }
  const added = await ask(connection, `INSERT IGNORE INTO ${fenceTable} (host_id, fence) VALUES (?, 0)`, [hostId]);
  if (added.exitCode !== 0) return { is: 'refused', why: added.stderr };
  const seen = await ask(connection, `SELECT fence FROM ${fenceTable} WHERE host_id = ?`, [hostId]);
  if (seen.exitCode !== 0) return { is: 'refused', why: seen.stderr };
  const hostFence = Number(fenceRow.parse(JSON.parse(seen.stdout))[0]?.fence ?? '0');
  if (hostFence > fence) return { is: 'stale', hostFence };
  const kept = await ask(connection, `UPDATE ${fenceTable} SET fence = ? WHERE host_id = ?`, [String(fence), hostId]);
  return kept.exitCode === 0 ? { is: 'ours' } : { is: 'refused', why: kept.stderr };
}

/** Gives the server's lock back; does nothing where another session holds it. */
export async function releaseFence(connection: Connection): Promise<void> {
  await ask(connection, 'DO RELEASE_LOCK(?)', [lockName]);
}
