import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { updateWebhookEndpoint } from '../../commands/webhooks/update-webhook-endpoint.command.js';
import type { Context } from '../shared/context.js';
import { UpdateWebhookEndpointInput } from './update-webhook-endpoint.input.js';
import { UpdateWebhookEndpointPayload } from './update-webhook-endpoint.payload.js';

@Resolver()
export class UpdateWebhookEndpointResolver {
  @Mutation(() => UpdateWebhookEndpointPayload, {
    description: 'Changes an endpoint, disables it, or enables it again.',
  })
  async updateWebhookEndpoint(
    @Arg('input', () => UpdateWebhookEndpointInput) input: UpdateWebhookEndpointInput,
    @Ctx() context: Context,
  ): Promise<UpdateWebhookEndpointPayload> {
    return new UpdateWebhookEndpointPayload(await context.execute(updateWebhookEndpoint, input));
  }
}
