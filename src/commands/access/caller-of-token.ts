import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import { role, type Caller } from '../caller.js';

const row = z.object({
  id: z.uuid(),
  name: z.string(),
  role,
  tenant_id: z.uuid(),
  tenant: z.string(),
  cluster_id: z.uuid().nullable(),
  expires_at: z.date().nullable(),
  note_use: z.boolean(),
});

/** Tokens that let somebody in, with their tenants; to be followed by a condition on `k`. */
const lettingIn = `SELECT k.id, k.name, k.role, k.tenant_id, t.name AS tenant, k.cluster_id, k.expires_at,
       k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute' AS note_use
     FROM api_token k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND`;

/** Who a token is, by its hash, and whether its use is to be noted; undefined where there is none that lets anybody in. */
export async function callerOfHash(
  sql: Sql,
  hash: string,
): Promise<{ readonly caller: Caller; readonly noteUse: boolean } | undefined> {
  const found = await tokenWhere(sql, 'k.hash = $1', [hash]);
  return found === undefined ? undefined : { caller: callerOf(found), noteUse: found.note_use };
}

/** Who a token is, by its id: for work that goes on after the request that asked for it. */
export async function callerOfToken(sql: Sql, tenantId: string, tokenId: string): Promise<Caller | undefined> {
  const found = await tokenWhere(sql, 'k.tenant_id = $1 AND k.id::text = $2', [tenantId, tokenId]);
  return found === undefined ? undefined : callerOf(found);
}

async function tokenWhere(
  sql: Sql,
  condition: string,
  params: readonly string[],
): Promise<z.infer<typeof row> | undefined> {
  const [found] = await sql.query(`${lettingIn} ${condition}`, params, row);
  return found;
}

function callerOf(found: z.infer<typeof row>): Caller {
  return {
    tenantId: found.tenant_id,
    tenantName: found.tenant,
    tokenId: found.id,
    tokenName: found.name,
    role: found.role,
    clusterId: found.cluster_id,
    expiresAt: found.expires_at,
  };
}
