import { z } from 'zod';
import type { DoubtedHost } from '../domain/host-way.js';
import type { Sql } from '../ports/sql.js';
import { wayToHosts } from './way-to-hosts.js';

const row = z.object({
  of: z.uuid(),
  id: z.uuid(),
  name: z.string(),
  address: z.string().nullable(),
  port: z.int().nullable(),
  pinned_sha256: z.string().nullable(),
  offered_algorithm: z.string().nullable(),
  offered_sha256: z.string().nullable(),
});

/** By host: that whose key is in doubt, the host itself or the nearest of those that it is reached through. */
export async function doubtedHosts(
  sql: Sql,
  tenantId: string,
  hostIds: readonly string[],
): Promise<ReadonlyMap<string, DoubtedHost>> {
  if (hostIds.length === 0) return new Map();
  const rows = await sql.query(
    `WITH RECURSIVE ${wayToHosts}
     SELECT DISTINCT ON (w.of) w.of, h.id, h.name, h.address, h.port, h.pinned_sha256, h.offered_algorithm, h.offered_sha256
     FROM way w JOIN host h ON h.tenant_id = $1 AND h.id = w.id
     WHERE h.access = 'SSH' AND (h.state = 'QUARANTINED' OR h.pinned_sha256 IS NULL)
     ORDER BY w.of, w.hops`,
    [tenantId, hostIds],
    row,
  );
  return new Map(rows.map((found) => [found.of, doubted(found)]));
}

function doubted({ id, name, address, port, pinned_sha256, ...offer }: z.infer<typeof row>): DoubtedHost {
  const { offered_algorithm: algorithm, offered_sha256: sha256 } = offer;
  return {
    ...{ hostId: id, name, confirmedSha256: pinned_sha256 },
    endpoint: address === null || port === null ? null : { address, port },
    offered: sha256 === null || sha256 === pinned_sha256 ? null : { algorithm, sha256 },
  };
}
