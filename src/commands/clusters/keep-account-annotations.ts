import type { Manifest } from '../../manifest/manifest.js';
import type { Sql } from '../../ports/sql.js';

/** Keeps what a manifest says of the accounts of a cluster beside their value. What is left out stays as it is. */
export async function keepAccountAnnotations(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  { accounts }: Manifest,
): Promise<void> {
  const told = accounts.flatMap(({ name, labels, externalRef }) =>
    labels === undefined && externalRef === undefined ? [] : [{ name, labels, external_ref: externalRef }],
  );
  if (told.length === 0) return;
  await sql.execute(
    `UPDATE account a SET labels = coalesce(t.labels, a.labels), external_ref = coalesce(t.external_ref, a.external_ref),
       version = a.version + 1
     FROM jsonb_to_recordset($3::jsonb) AS t(name text, labels jsonb, external_ref text)
     WHERE a.tenant_id = $1 AND a.cluster_id = $2 AND a.to_revision IS NULL AND a.name = t.name
       AND (a.labels IS DISTINCT FROM coalesce(t.labels, a.labels)
         OR a.external_ref IS DISTINCT FROM coalesce(t.external_ref, a.external_ref))`,
    [tenantId, clusterId, JSON.stringify(told)],
  );
}
