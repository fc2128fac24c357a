import { z } from 'zod';
import type { Database } from '../../ports/sql.js';
import { role, type Caller } from '../caller.js';
import { hashOfToken } from './token-text.js';

const row = z.object({
  id: z.uuid(),
  name: z.string(),
  role,
  tenant_id: z.uuid(),
  tenant: z.string(),
  cluster_id: z.uuid().nullable(),
  expires_at: z.date().nullable(),
});

/** Who a bearer token is; undefined for an unknown, revoked or expired one. Its use is noted at most once a minute. */
export async function authenticate(database: Database, token: string): Promise<Caller | undefined> {
  const [found] = await database.query(
    `SELECT k.id, k.name, k.role, k.tenant_id, t.name AS tenant, k.cluster_id, k.expires_at
     FROM api_token k JOIN tenant t ON t.id = k.tenant_id
     WHERE k.hash = $1 AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > now())`,
    [hashOfToken(token)],
    row,
  );
  if (found === undefined) return undefined;
  await database.execute(
    `UPDATE api_token SET last_used_at = now()
     WHERE tenant_id = $1 AND id = $2 AND (last_used_at IS NULL OR last_used_at < now() - interval '1 minute')`,
    [found.tenant_id, found.id],
  );
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
