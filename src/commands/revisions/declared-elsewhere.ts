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

/**
 * By address of these values: where clusters declare it. Of a single value its own cluster is left out, by its name, which no other of
 * the tenant has; of several each is another one to the others.
 */
export async function declaredElsewhere(
  sql: Sql,
  tenantId: string,
  specs: readonly ClusterSpec[],
): Promise<ReadonlyMap<string, readonly DeclaredElsewhere[]>> {
  const declared = specs.flatMap(({ core }) => core.members.flatMap(({ addresses }) => addresses));
  const own = specs.length === 1 ? specs.map(({ core }) => core.name) : [];
  const rows = await sql.query(
    `SELECT a.address, c.name AS cluster, h.name AS host, a.purpose, n.cidr, c.state = 'DRAFT' AS is_draft
     FROM address a JOIN cluster c ON c.tenant_id = a.tenant_id AND c.id = a.cluster_id
     JOIN host h ON h.tenant_id = a.tenant_id AND h.id = a.host_id
     JOIN network n ON n.tenant_id = a.tenant_id AND n.cluster_id = a.cluster_id AND n.name = a.network
     WHERE a.tenant_id = $1 AND a.address = ANY($2::text[]) AND c.name <> ALL($3::text[]) AND c.state <> 'GONE'
     ORDER BY c.name, a.position`,
    [tenantId, declared.map(({ address }) => address), own],
    row,
  );
  const found = new Map<string, DeclaredElsewhere[]>();
  for (const { address, is_draft: isDraft, ...elsewhere } of rows) {
    found.set(address, [...(found.get(address) ?? []), { ...elsewhere, isDraft }]);
  }
  return found;
}
