import { z } from 'zod';
import type { Work } from '../command.js';

const row = z.object({ id: z.uuid() });

/** Those of these hosts of the tenant that others can be reached through, because they are reached by SSH themselves. */
export async function hopsAmong({ sql, caller }: Work, hostIds: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await sql.query(
    `SELECT id FROM host WHERE tenant_id = $1 AND id = ANY($2::uuid[]) AND access = 'SSH'`,
    [caller.tenantId, hostIds],
    row,
  );
  return new Set(rows.map(({ id }) => id));
}
