import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ApiClient } from './api-client.js';

const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });
const delivery = z.object({
  webhookId: z.string(),
  kind: z.string(),
  state: z.enum(['PENDING', 'DELIVERED', 'FAILED']),
  attempts: z.object({ nodes: z.array(z.object({ finishedAt: z.string().nullable() })) }),
});
const page = z.object({
  webhookEndpoint: z.object({ deliveries: z.object({ nodes: z.array(delivery), pageInfo }) }),
});
const open = z.object({ id: z.string(), nextAttemptAt: z.coerce.date().nullable() });
const openPages = z.object({
  webhookEndpoint: z.object({
    pending: z.object({ nodes: z.array(open) }),
    failed: z.object({ nodes: z.array(open) }),
  }),
});

const mostPages = 100;
/** Whatever waits longer is asked for. */
const longestPauseMs = 1_000;
const mostIds = 100;

/** What an operator sees in the API of the messages to one endpoint, and does about them. */
export class WebhookLog {
  constructor(
    private readonly client: ApiClient,
    private readonly endpointId: string,
  ) {}

  /** All deliveries of a kind, with their tries. */
  async deliveries(kind: string): Promise<readonly z.infer<typeof delivery>[]> {
    const all: z.infer<typeof delivery>[] = [];
    let after: string | null = null;
    for (let number = 0; number < mostPages; number++) {
      const { deliveries }: z.infer<typeof page>['webhookEndpoint'] = (
        await this.client.request(
          `query Log($id: ID!, $after: String) { webhookEndpoint(id: $id) { deliveries(first: 100, after: $after) {
             nodes { webhookId kind state attempts(first: 100) { nodes { finishedAt } } } pageInfo { hasNextPage endCursor } } } }`,
          { id: this.endpointId, after },
          page,
        )
      ).webhookEndpoint;
      all.push(...deliveries.nodes);
      if (!deliveries.pageInfo.hasNextPage) return all.filter((one) => one.kind === kind);
      after = deliveries.pageInfo.endCursor;
    }
    throw new Error(`more than ${mostPages} pages of deliveries`);
  }

  /**
   * Asks for what was given up or has to wait, as far as one request goes.
   * @returns how many were asked for, and how many of those that were looked at are not delivered yet
   */
  async hurry(): Promise<{ readonly asked: number; readonly open: number }> {
    const { webhookEndpoint } = await this.client.request(
      `query Open($id: ID!) { webhookEndpoint(id: $id) {
         pending: deliveries(first: 100, state: PENDING) { nodes { id nextAttemptAt } }
         failed: deliveries(first: 100, state: FAILED) { nodes { id nextAttemptAt } } } }`,
      { id: this.endpointId },
      openPages,
    );
    const undelivered = [...webhookEndpoint.failed.nodes, ...webhookEndpoint.pending.nodes];
    const soon = Date.now() + longestPauseMs;
    const deliveryIds = undelivered
      .filter(({ nextAttemptAt }) => nextAttemptAt === null || nextAttemptAt.getTime() > soon)
      .slice(0, mostIds)
      .map(({ id }) => id);
    if (deliveryIds.length > 0) {
      const input = { idempotencyKey: randomUUID(), webhookEndpointId: this.endpointId, deliveryIds };
      await this.client.mutate('redeliverWebhooks', 'RedeliverWebhooksInput', '', input, z.looseObject({}));
    }
    return { asked: deliveryIds.length, open: undelivered.length };
  }
}
