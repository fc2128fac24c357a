import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { rotateWebhookSecret } from '../../commands/webhooks/rotate-webhook-secret.command.js';
import type { Context } from '../shared/context.js';
import { RotateWebhookSecretInput } from './rotate-webhook-secret.input.js';
import { RotateWebhookSecretPayload } from './rotate-webhook-secret.payload.js';

@Resolver()
export class RotateWebhookSecretResolver {
  @Mutation(() => RotateWebhookSecretPayload, {
    description: 'Makes a new signing secret; both sign until the overlap ends.',
  })
  async rotateWebhookSecret(
    @Arg('input', () => RotateWebhookSecretInput) input: RotateWebhookSecretInput,
    @Ctx() context: Context,
  ): Promise<RotateWebhookSecretPayload> {
    return new RotateWebhookSecretPayload(await context.execute(rotateWebhookSecret, input));
  }
}
