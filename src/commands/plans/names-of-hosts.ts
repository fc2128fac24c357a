import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';

const hostRow = z.object({ id: z.uuid(), name: z.string() });

/**
 * Names, by their ids, of the hosts with tasks of an operation, and of all others of its cluster, also of those on which something was made
 * for it that left it: a step on one host may be about another.
 */
export async function namesOfHosts(
  sql: Sql,
  tenantId: string,
  operationId: string,
): Promise<ReadonlyMap<string, string>> {
  const rows = await sql.query(
    `SELECT id, name FROM host WHERE tenant_id = $1 AND id IN (
       SELECT host_id FROM task WHERE tenant_id = $1 AND operation_id = $2
       UNION SELECT m.host_id FROM member m JOIN operation o ON o.tenant_id = m.tenant_id AND o.cluster_id = m.cluster_id
       WHERE o.tenant_id = $1 AND o.id = $2
       UNION SELECT l.host_id FROM ledger l JOIN operation o ON o.tenant_id = l.tenant_id AND o.cluster_id = l.cluster_id
       WHERE o.tenant_id = $1 AND o.id = $2)`,
    [tenantId, operationId],
    hostRow,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
