import { z } from 'zod';
import type { ClusterSpec } from '../../domain/account-spec.js';
import type { Sql } from '../../ports/sql.js';
import type { StoredAnswers } from '../../probes/stored-answer.js';
import { askedFromOutside } from '../../proofs/network/kept-private.proof.js';
import { loadAnswers } from './load-answers.js';

const vantageRow = z.object({ host_id: z.uuid() });

/** What vantages of the tenant said of these values: no cluster has them, and one may have tried a thousand clusters. */
export async function loadTriedFromOutside(
  sql: Sql,
  tenantId: string,
  specs: readonly ClusterSpec[],
): Promise<StoredAnswers> {
  const asked = specs.flatMap((spec) => askedFromOutside(spec)?.id ?? []);
  if (asked.length === 0) return new Map();
  const vantages = await sql.query('SELECT host_id FROM vantage WHERE tenant_id = $1', [tenantId], vantageRow);
  const hostIds = vantages.map(({ host_id }) => host_id);
  return hostIds.length === 0 ? new Map() : loadAnswers(sql, tenantId, hostIds, asked);
}
