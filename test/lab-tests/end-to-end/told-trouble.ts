import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from '../../../quickstart/api-client.js';
import { eventKindNamed } from '../../../src/events/registry.js';
import type { Received } from '../../api/webhooks/receiver.js';

const trouble = z.object({
  host: z.object({ id: z.string(), name: z.string() }),
  step: z.object({ kind: z.string(), key: z.string().nullable() }),
  message: z.string(),
  remedies: z.tuple(
    [
      z.object({
        title: z.string(),
        mutation: z.literal('retryOperation'),
        input: z.object({ operationId: z.string() }),
      }),
    ],
    z.object({ title: z.string(), mutation: z.null() }),
  ),
});
export type ToldTrouble = z.output<typeof trouble>;

const retried = z.object({ operation: z.object({ id: z.string() }) });

/** What an endpoint was told of a step that failed on a host. Throws where it is not in the form that is published. */
export function toldTrouble({ type, text }: Received): ToldTrouble {
  const { data } = z.object({ data: trouble }).parse(eventKindNamed(type).body.parse(JSON.parse(text)));
  return data;
}

/** Does what the message names as the way out; the id of the operation. */
export async function retryAsTold(client: ApiClient, { remedies: [{ input }] }: ToldTrouble): Promise<string> {
  const again = { idempotencyKey: randomUUID(), ...input };
  const { operation } = await client.mutate(
    'retryOperation',
    'RetryOperationInput',
    'operation { id }',
    again,
    retried,
  );
  return operation.id;
}
