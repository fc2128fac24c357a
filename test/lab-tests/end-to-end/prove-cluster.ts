import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import type { ProofKind } from '../../../src/proofs/proof.js';

const started = z.object({ operation: z.object({ id: z.string() }) });

/** Starts proofs of a cluster, from a vantage where they are seen from outside; the id of the operation. */
export async function proveCluster(
  client: ApiClient,
  input: { readonly clusterId: string; readonly proofs: readonly ProofKind[]; readonly vantageId?: string },
  idempotencyKey: string = randomUUID(),
): Promise<string> {
  const whole = { ...input, idempotencyKey };
  const { operation } = await client.mutate('proveCluster', 'ProveClusterInput', 'operation { id }', whole, started);
  return operation.id;
}
