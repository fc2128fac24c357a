import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';

/** A network by its name or an address by its text, within a cluster. */
export interface NamedPart {
  readonly kind: 'Network' | 'Address';
  readonly clusterId: string;
  readonly text: string;
}

const row = z.object({ kind: z.string(), cluster_id: z.uuid(), text: z.string(), id: z.uuid() });

/** Row ids of parts of clusters as they are declared now, in the order of the parts; null for what is declared no more. */
export async function subjectRows(sql: Sql, tenantId: string, parts: readonly NamedPart[]): Promise<(string | null)[]> {
  const rows = await sql.query(
    `WITH wanted AS (SELECT DISTINCT * FROM unnest($2::text[], $3::uuid[], $4::text[]) AS w(kind, cluster_id, text))
     SELECT w.kind, w.cluster_id, w.text, n.id FROM wanted w
     JOIN network n ON n.tenant_id = $1 AND n.cluster_id = w.cluster_id AND n.name = w.text WHERE w.kind = 'Network'
     UNION ALL
     SELECT w.kind, w.cluster_id, w.text, a.id FROM wanted w
     JOIN address a ON a.tenant_id = $1 AND a.cluster_id = w.cluster_id AND a.address = w.text WHERE w.kind = 'Address'`,
    [tenantId, parts.map(({ kind }) => kind), parts.map(({ clusterId }) => clusterId), parts.map(({ text }) => text)],
    row,
  );
  const found = new Map(rows.map(({ kind, cluster_id, text, id }) => [`${kind} ${cluster_id} ${text}`, id]));
  return parts.map(({ kind, clusterId, text }) => found.get(`${kind} ${clusterId} ${text}`) ?? null);
}
