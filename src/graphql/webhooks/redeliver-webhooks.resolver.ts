import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { redeliverWebhooks } from '../../commands/webhooks/redeliver-webhooks.command.js';
import type { Context } from '../shared/context.js';
import { RedeliverWebhooksInput } from './redeliver-webhooks.input.js';
import { RedeliverWebhooksPayload } from './redeliver-webhooks.payload.js';

@Resolver()
export class RedeliverWebhooksResolver {
  @Mutation(() => RedeliverWebhooksPayload, { description: 'Has messages sent again, under the ids that they had.' })
  async redeliverWebhooks(
    @Arg('input', () => RedeliverWebhooksInput) input: RedeliverWebhooksInput,
    @Ctx() context: Context,
  ): Promise<RedeliverWebhooksPayload> {
    return new RedeliverWebhooksPayload(await context.execute(redeliverWebhooks, input));
  }
}
