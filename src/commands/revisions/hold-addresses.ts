import type { ClusterCore } from '../../domain/spec.js';
import type { Sql } from '../../ports/sql.js';

/** A transaction holds so many locks at most, however many addresses a cluster has: PostgreSQL has room for some thousands. */
const buckets = 256;

/**
 * Of two clusters that begin to serve by one address at the same moment, the second waits here until the first is written, and is
 * judged with that. To be called before what is declared elsewhere is read, and with the hosts locked already.
 */
export async function holdAddresses(sql: Sql, tenantId: string, { members }: ClusterCore): Promise<void> {
  await sql.execute(
    `SELECT pg_advisory_xact_lock(hashtext($1::text), bucket) FROM (
       SELECT DISTINCT hashtext(address) & ${buckets - 1} AS bucket FROM unnest($2::text[]) AS address ORDER BY bucket) held`,
    [`addresses ${tenantId}`, members.flatMap(({ addresses }) => addresses.map(({ address }) => address))],
  );
}
