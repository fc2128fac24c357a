import { z } from 'zod';
import type { LedgerRow } from '../plan/plan.js';
import type { Sql } from '../ports/sql.js';
import { answerJson } from './answer-json.js';

const row = z.object({
  host_id: z.uuid(),
  kind: z.string(),
  key: z.string(),
  version: z.int(),
  input: z.unknown(),
  origin: z.enum(['CREATED', 'REPLACED', 'ADOPTED']),
  first_look: z.record(z.string(), answerJson),
});

/** Everything that was made true for a cluster, in the order in which it is best undone and read. */
export async function loadLedger(sql: Sql, tenantId: string, clusterId: string): Promise<readonly LedgerRow[]> {
  const rows = await sql.query(
    `SELECT host_id, kind, key, version, input, origin, first_look FROM ledger
     WHERE tenant_id = $1 AND cluster_id = $2 ORDER BY host_id, kind, key`,
    [tenantId, clusterId],
    row,
  );
  return rows.map(({ host_id, first_look, ...rest }) => ({ ...rest, hostId: host_id, firstLook: first_look }));
}
