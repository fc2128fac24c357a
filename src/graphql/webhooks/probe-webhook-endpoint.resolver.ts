import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { probeWebhookEndpoint } from '../../commands/webhooks/probe-webhook-endpoint.command.js';
import type { Context } from '../shared/context.js';
import { ProbeWebhookEndpointInput } from './probe-webhook-endpoint.input.js';
import { ProbeWebhookEndpointPayload } from './probe-webhook-endpoint.payload.js';

@Resolver()
export class ProbeWebhookEndpointResolver {
  @Mutation(() => ProbeWebhookEndpointPayload, { description: 'Sends a probe, to a disabled endpoint too.' })
  async probeWebhookEndpoint(
    @Arg('input', () => ProbeWebhookEndpointInput) input: ProbeWebhookEndpointInput,
    @Ctx() context: Context,
  ): Promise<ProbeWebhookEndpointPayload> {
    return new ProbeWebhookEndpointPayload(await context.execute(probeWebhookEndpoint, input));
  }
}
