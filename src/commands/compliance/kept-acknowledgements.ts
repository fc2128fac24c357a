import { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import type { Acknowledgement } from '../../rules/blocking.js';

/** A warning that somebody meant, until it is withdrawn. */
export interface KeptAcknowledgement extends Acknowledgement {
  readonly clusterId: string;
  /** Name of the token. */
  readonly by: string;
  readonly at: Date;
  readonly note: string | null;
}

const row = z.object({
  cluster_id: z.uuid(),
  rule: z.string(),
  subject: z.string(),
  by: z.string(),
  at: z.date(),
  note: z.string().nullable(),
});

/** What was acknowledged for these clusters, the oldest first. */
export async function keptAcknowledgements(
  sql: Sql,
  tenantId: string,
  clusterIds: readonly string[],
): Promise<readonly KeptAcknowledgement[]> {
  const rows = await sql.query(
    `SELECT a.cluster_id, a.rule_id AS rule, a.subject, coalesce(k.name, a.acknowledged_by) AS by, a.at, a.note
     FROM acknowledgement a
     LEFT JOIN api_token k ON k.tenant_id = a.tenant_id AND k.id::text = a.acknowledged_by
     WHERE a.tenant_id = $1 AND a.cluster_id = ANY($2::uuid[]) ORDER BY a.at, a.rule_id, a.subject`,
    [tenantId, clusterIds],
    row,
  );
  return rows.map(({ cluster_id, ...kept }) => ({ clusterId: cluster_id, ...kept }));
}
