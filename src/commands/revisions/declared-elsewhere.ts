import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import { addressPurposes } from '../../domain/spec.js';
import type { Sql } from '../../ports/sql.js';
import type { DeclaredElsewhere } from '../../rules/rule.js';

const row = z.object({
  address: z.string(),
  cluster: z.string(),
  host: z.string(),
  purpose: z.enum(addressPurposes),
  cidr: z.string(),
  is_draft: z.boolean(),
});

/** Whose clusters may be named: all of a tenant, or one of them. */
export interface FactsScope {
  readonly tenantId: string;
  readonly clusterId: string | null;
}

/**
 * As many alike clusters as are read of one address: one may be the cluster itself, one is named, one more makes "others" of them. Of a
 * thousand clusters on private networks that are numbered alike, each would have a thousand otherwise.
 */
const mostAlike = 3;

/**
 * By address of these values: where clusters declare it. Of a single value its own cluster is left out, by its name, which no other of
 * the tenant has; of several each is another one to the others.
 */
export async function declaredElsewhere(
  sql: Sql,
  { tenantId, clusterId }: FactsScope,
  specs: readonly ClusterSpec[],
): Promise<ReadonlyMap<string, readonly DeclaredElsewhere[]>> {
  const declared = specs.flatMap(({ core }) => core.members.flatMap(({ addresses }) => addresses));
  if (declared.length === 0) return new Map();
  const own = specs.length === 1 || clusterId !== null ? specs.map(({ core }) => core.name) : [];
  const rows = await sql.query(
    `SELECT address, cluster, host, purpose, cidr, is_draft FROM (
       SELECT a.address, c.name AS cluster, h.name AS host, a.purpose, n.cidr, c.state = 'DRAFT' AS is_draft,
         row_number() OVER (PARTITION BY a.address, a.purpose, n.cidr, c.state = 'DRAFT' ORDER BY c.name) AS place
       FROM address a JOIN cluster c ON c.tenant_id = a.tenant_id AND c.id = a.cluster_id
       JOIN host h ON h.tenant_id = a.tenant_id AND h.id = a.host_id
       JOIN network n ON n.tenant_id = a.tenant_id AND n.cluster_id = a.cluster_id AND n.name = a.network
       WHERE a.tenant_id = $1 AND a.address = ANY($2::text[]) AND c.name <> ALL($3::text[]) AND c.state <> 'GONE') found
     WHERE place <= ${mostAlike}
     ORDER BY cluster, purpose`,
    [tenantId, declared.map(({ address }) => address), own],
    row,
  );
  const found = new Map<string, DeclaredElsewhere[]>();
  for (const { address, is_draft: isDraft, ...elsewhere } of rows) {
    const named = clusterId === null ? {} : { cluster: null, host: null };
    found.set(address, [...(found.get(address) ?? []), { ...elsewhere, ...named, isDraft }]);
  }
  return found;
}
