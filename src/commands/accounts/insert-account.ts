import type { AccountSpec } from '../../domain/account-spec.js';
import type { Sql } from '../../ports/sql.js';

interface Brought {
  /** The one that brings it. */
  readonly revision: number;
  /** A draft's account is declared and made by nobody yet. */
  readonly draft: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly externalRef: string | null;
}

/** Keeps an account that a revision brings. */
export async function insertAccount(
  sql: Sql,
  tenantId: string,
  clusterId: string,
  { accountId, name, uid, gid, domain, dedicatedAddress, database, quotaBytes }: AccountSpec,
  { revision, draft, labels, externalRef }: Brought,
): Promise<void> {
  await sql.execute(
    `INSERT INTO account (id, tenant_id, cluster_id, name, uid, gid, domain, database_server_id, database_name, database_user,
       secret_id, secret_version, from_revision, state, labels, external_ref, quota_bytes, dedicated_address)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)`,
    [
      ...[accountId, tenantId, clusterId, name, uid, gid, domain],
      ...[database?.server ?? null, database?.name ?? null, database?.user ?? null],
      ...[database?.password.secretId ?? null, database?.password.version ?? null],
      ...[revision, draft ? 'DECLARED' : 'CREATING', JSON.stringify(labels), externalRef, quotaBytes, dedicatedAddress],
    ],
  );
}
