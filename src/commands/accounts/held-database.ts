import { z } from 'zod';
import type { AccountSpec } from '../../domain/account-spec.js';
import type { Sql } from '../../ports/sql.js';
import { databaseAccount } from '../../steps/database/database-account.step.js';
import { databaseTaken } from '../database-taken.js';

const heldRow = z.object({ same_name: z.boolean() });

/**
 * Refuses what a server still holds for an account, of whatever cluster: one that was deleted keeps its names until its steps
 * are undone. Of accounts that are not deleted the database itself refuses a second one.
 */
export async function refuseHeld(
  sql: Sql,
  tenantId: string,
  { server, name, user }: NonNullable<AccountSpec['database']>,
): Promise<void> {
  const [held] = await sql.query(
    `SELECT l.key = $4 AS same_name FROM ledger l
     JOIN database_server d ON d.tenant_id = l.tenant_id AND d.host_id = l.host_id
     WHERE l.tenant_id = $1 AND d.id = $2 AND l.kind = $3 AND (l.key = $4 OR l.input->>'user' = $5)
     ORDER BY same_name DESC LIMIT 1`,
    [tenantId, server, databaseAccount.kind, name, user],
    heldRow,
  );
  if (held !== undefined) throw databaseTaken(held.same_name ? 'name' : 'user');
}
