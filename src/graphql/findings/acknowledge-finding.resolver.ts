import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { acknowledgeFinding } from '../../commands/findings/acknowledge-finding.command.js';
import type { Context } from '../shared/context.js';
import { AcknowledgeFindingInput } from './acknowledge-finding.input.js';
import { AcknowledgeFindingPayload } from './acknowledge-finding.payload.js';

@Resolver()
export class AcknowledgeFindingResolver {
  @Mutation(() => AcknowledgeFindingPayload, {
    description:
      'Keeps that a warning is meant, which then refuses nothing until it is withdrawn. Errors cannot be acknowledged.',
  })
  async acknowledgeFinding(
    @Arg('input', () => AcknowledgeFindingInput) input: AcknowledgeFindingInput,
    @Ctx() context: Context,
  ): Promise<AcknowledgeFindingPayload> {
    return new AcknowledgeFindingPayload(await context.execute(acknowledgeFinding, input));
  }
}
