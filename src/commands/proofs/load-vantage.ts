import { z } from 'zod';
import type { ProofVantage } from '../../proofs/proof.js';
import type { Work } from '../command.js';
import { notFound } from '../revisions/not-found.js';

const row = z.object({ host_id: z.uuid(), source_address: z.string() });

/** A vantage of the caller's tenant. It belongs to no cluster, so that a token for one cluster does not see it. */
export async function loadVantage({ sql, caller }: Work, vantageId: string): Promise<ProofVantage> {
  const [vantage] = await sql.query(
    'SELECT host_id, source_address FROM vantage WHERE tenant_id = $1 AND id = $2 AND $3::uuid IS NULL',
    [caller.tenantId, vantageId, caller.clusterId],
    row,
  );
  if (vantage === undefined) throw notFound('Vantage', 'vantageId');
  return { hostId: vantage.host_id, sourceAddress: vantage.source_address };
}
