import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import type { ExternalCluster } from '../../../quickstart/declare-external-cluster.js';

/** Starts an account with a quota; the id of the operation, and its UID. */
export async function createLimitedAccount(
  client: ApiClient,
  { clusterId }: ExternalCluster,
  name: string,
  quotaBytes: number,
): Promise<{ readonly operationId: string; readonly uid: number }> {
  const { account, operation } = await client.mutate(
    'createAccount',
    'CreateAccountInput',
    'account { uid quotaBytes } operation { id }',
    { idempotencyKey: randomUUID(), clusterId, name, quotaBytes },
    z.object({
      account: z.object({ uid: z.number(), quotaBytes: z.literal(quotaBytes) }),
      operation: z.object({ id: z.string() }),
    }),
  );
  return { operationId: operation.id, uid: account.uid };
}
