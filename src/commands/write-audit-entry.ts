import type { Sql } from '../ports/sql.js';
import type { Caller } from './caller.js';
import type { Outcome } from './command.js';

/** Who did what, in the transaction that did it. Secrets in the input print as `[redacted]`. */
export async function writeAuditEntry(
  sql: Sql,
  caller: Caller,
  mutation: string,
  input: object,
  outcome: Outcome,
): Promise<void> {
  await sql.execute(
    `INSERT INTO audit_entry (tenant_id, actor, mutation, input, operation_id, target_kind, target_id)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      caller.tenantId,
      caller.tokenId,
      mutation,
      JSON.stringify(input),
      outcome.ids['operation'] ?? null,
      outcome.target.kind,
      outcome.target.id,
    ],
  );
}
