import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { deleteWebhookEndpoint } from '../../commands/webhooks/delete-webhook-endpoint.command.js';
import type { Context } from '../shared/context.js';
import { DeleteWebhookEndpointInput } from './delete-webhook-endpoint.input.js';
import { DeleteWebhookEndpointPayload } from './delete-webhook-endpoint.payload.js';

@Resolver()
export class DeleteWebhookEndpointResolver {
  @Mutation(() => DeleteWebhookEndpointPayload, {
    description: 'Removes an endpoint with its secrets and the record of what it was sent.',
  })
  async deleteWebhookEndpoint(
    @Arg('input', () => DeleteWebhookEndpointInput) input: DeleteWebhookEndpointInput,
    @Ctx() context: Context,
  ): Promise<DeleteWebhookEndpointPayload> {
    return new DeleteWebhookEndpointPayload(await context.execute(deleteWebhookEndpoint, input));
  }
}
