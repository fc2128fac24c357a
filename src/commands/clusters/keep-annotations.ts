import type { Manifest } from '../../manifest/manifest.js';
import type { Sql } from '../../ports/sql.js';

/** Keeps what a manifest says of a cluster beside its value, and makes the row of a new one. What is left out stays as it is. */
export async function keepAnnotations(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  { name, labels, externalRef }: Manifest,
  isNew: boolean,
): Promise<void> {
  const params = [clusterId, tenantId, labels === undefined ? null : JSON.stringify(labels), externalRef ?? null];
  if (isNew) {
    await sql.execute(
      `INSERT INTO cluster (id, tenant_id, name, state, accepted_revision, labels, external_ref)
       VALUES ($1, $2, $5, 'DRAFT', 1, coalesce($3::jsonb, '{}'), $4)`,
      [...params, name],
    );
    return;
  }
  await sql.execute(
    `UPDATE cluster SET labels = coalesce($3::jsonb, labels), external_ref = coalesce($4, external_ref)
     WHERE id = $1 AND tenant_id = $2`,
    params,
  );
}
