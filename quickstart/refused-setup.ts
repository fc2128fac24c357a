import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from './api-client.js';

const refusal = z.object({
  code: z.string(),
  message: z.string(),
  rule: z.object({ id: z.string() }),
  subject: z.string(),
  evidence: z.array(z.object({ hostId: z.string(), probe: z.string(), exitCode: z.number(), stdout: z.string() })),
  remedies: z.array(z.object({ command: z.string().nullable(), hostId: z.string().nullable() })),
});
const answer = z.object({ setUpCluster: z.object({ operation: z.null(), userErrors: z.array(refusal) }) });

/** Asks for a setup that rules refuse; answers what they say. Throws where one is begun. */
export async function refusedSetup(client: ApiClient, clusterId: string): Promise<readonly z.infer<typeof refusal>[]> {
  const { setUpCluster } = await client.request(
    `mutation Refused($input: SetUpClusterInput!) { setUpCluster(input: $input) { operation { id } userErrors {
       code message rule { id } subject evidence { hostId probe exitCode stdout } remedies { command hostId } } } }`,
    { input: { idempotencyKey: randomUUID(), clusterId } },
    answer,
  );
  return setUpCluster.userErrors;
}
