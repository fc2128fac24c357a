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
});

/** Tokens that let somebody in, with their tenants; to be followed by a condition on `k`. */
const lettingIn = `SELECT k.id, k.name, k.role, k.tenant_id, t.name AS tenant, k.cluster_id, k.expires_at
     FROM api_token k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now()) AND`;

/** Who a token is, by its hash; undefined where there is none that lets anybody in. */
export function callerOfHash(sql: Sql, hash: string): Promise<Caller | undefined> {
  return callerWhere(sql, 'k.hash = $1', [hash]);
}

/** Who a token is, by its id: for work that goes on after the request that asked for it. */
export function callerOfToken(sql: Sql, tenantId: string, tokenId: string): Promise<Caller | undefined> {
  return callerWhere(sql, 'k.tenant_id = $1 AND k.id::text = $2', [tenantId, tokenId]);
}

async function callerWhere(sql: Sql, condition: string, params: readonly string[]): Promise<Caller | undefined> {
  const [found] = await sql.query(`${lettingIn} ${condition}`, params, row);
  if (found === undefined) return undefined;
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
