import type { Sql } from '../ports/sql.js';
import type { Caller } from './caller.js';
import type { Outcome } from './command.js';
import type { KeyedRequest } from './remembered-answer.js';

const entry = `INSERT INTO audit_entry (tenant_id, actor, mutation, input, operation_id, target_kind, target_id)
  VALUES ($1, $2, $3, $4, $5, $6, $7)`;

/**
 * Who did what, in the transaction that did it, and in the same statement what is answered to the request's key from now on, where it
 * has one. Secrets in the input print as `[redacted]`.
 */
export async function writeAuditEntry(
  sql: Sql,
  caller: Caller,
  mutation: string,
  input: object,
  outcome: Outcome,
  keyed?: KeyedRequest,
): Promise<void> {
  const values = [
    caller.tenantId,
    caller.tokenId,
    mutation,
    JSON.stringify(input),
    outcome.ids['operation'] ?? null,
    outcome.target.kind,
    outcome.target.id,
  ];
  if (keyed === undefined) {
    await sql.execute(entry, values);
    return;
  }
  await sql.execute(
    `WITH remembered AS (
       INSERT INTO idempotency (tenant_id, key, mutation, request_hash, result) VALUES ($1, $8, $3, $9, $10))
     ${entry}`,
    [...values, keyed.key, keyed.digest, JSON.stringify(outcome.ids)],
  );
}
