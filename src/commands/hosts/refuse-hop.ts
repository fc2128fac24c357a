import { z } from 'zod';
import type { Work } from '../command.js';
import { notFound } from '../revisions/not-found.js';
import { refused } from '../user-error.js';

const hopRow = z.object({ name: z.string(), leads_back: z.boolean() });

/**
 * Refuses to reach a host through one that is not there, that is not reached by SSH itself, or that is reached through this very host.
 * Of two that would come to be reached through each other at the same moment, the second waits here and sees what the first did.
 */
export async function refuseHop(
  { sql, caller }: Work,
  { hostId, name }: { readonly hostId: string; readonly name: string },
  hopId: string,
): Promise<void> {
  await sql.execute('SELECT pg_advisory_xact_lock(hashtextextended($1::text, 0))', [`ways ${caller.tenantId}`]);
  const [hop] = await sql.query(
    `WITH RECURSIVE way(id) AS (
       SELECT $2::uuid
       UNION
       SELECT h.reached_through FROM way w JOIN host h ON h.tenant_id = $1 AND h.id = w.id WHERE h.reached_through IS NOT NULL)
     SELECT h.name, EXISTS (SELECT FROM way w WHERE w.id = $3) AS leads_back
     FROM host h WHERE h.tenant_id = $1 AND h.id = $2 AND h.access = 'SSH'`,
    [caller.tenantId, hopId, hostId],
    hopRow,
  );
  if (hop === undefined) throw notFound('Host', 'reachedThroughId');
  if (!hop.leads_back) return;
  const way = hopId === hostId ? 'No host is reached through itself' : `${hop.name} is itself reached through ${name}`;
  throw refused('INVALID_INPUT', `${way}; name a host that is reached another way, or none.`, ['reachedThroughId']);
}
