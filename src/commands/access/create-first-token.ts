import { z } from 'zod';
import type { Ids } from '../../ports/ids.js';
import type { Database } from '../../ports/sql.js';
import type { Role } from '../caller.js';
import { hashOfToken, newToken } from './token-text.js';

const tenantRow = z.object({ id: z.uuid() });

/** Makes a token by right of whoever may run programs on this machine; the tenant is made with its first one. */
export async function createFirstToken(
  database: Database,
  ids: Ids,
  given: { readonly tenant: string; readonly name: string; readonly role: Role },
): Promise<string> {
  return database.transaction(async (sql) => {
    await sql.execute('INSERT INTO tenant (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING', [
      ids.uuid(),
      given.tenant,
    ]);
    const [tenant] = await sql.query('SELECT id FROM tenant WHERE name = $1', [given.tenant], tenantRow);
    if (tenant === undefined) throw new Error(`tenant ${given.tenant} vanished`);
    const token = newToken(ids);
    await sql.execute(
      `INSERT INTO api_token (id, tenant_id, name, hash, role, created_by) VALUES ($1, $2, $3, $4, $5, 'command line')`,
      [ids.uuid(), tenant.id, given.name, hashOfToken(token), given.role],
    );
    return token;
  });
}
