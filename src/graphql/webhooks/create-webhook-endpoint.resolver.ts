import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createWebhookEndpoint } from '../../commands/webhooks/create-webhook-endpoint.command.js';
import type { Context } from '../shared/context.js';
import { CreateWebhookEndpointInput } from './create-webhook-endpoint.input.js';
import { CreateWebhookEndpointPayload } from './create-webhook-endpoint.payload.js';

@Resolver()
export class CreateWebhookEndpointResolver {
  @Mutation(() => CreateWebhookEndpointPayload, { description: 'Has events told to a URL, beginning with a probe.' })
  async createWebhookEndpoint(
    @Arg('input', () => CreateWebhookEndpointInput) input: CreateWebhookEndpointInput,
    @Ctx() context: Context,
  ): Promise<CreateWebhookEndpointPayload> {
    return new CreateWebhookEndpointPayload(await context.execute(createWebhookEndpoint, input));
  }
}
