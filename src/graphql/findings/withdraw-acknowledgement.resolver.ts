import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { withdrawAcknowledgement } from '../../commands/findings/withdraw-acknowledgement.command.js';
import type { Context } from '../shared/context.js';
import { WithdrawAcknowledgementInput } from './withdraw-acknowledgement.input.js';
import { WithdrawAcknowledgementPayload } from './withdraw-acknowledgement.payload.js';

@Resolver()
export class WithdrawAcknowledgementResolver {
  @Mutation(() => WithdrawAcknowledgementPayload, {
    description: 'Takes an acknowledgement back: where the warning holds, it refuses again.',
  })
  async withdrawAcknowledgement(
    @Arg('input', () => WithdrawAcknowledgementInput) input: WithdrawAcknowledgementInput,
    @Ctx() context: Context,
  ): Promise<WithdrawAcknowledgementPayload> {
    return new WithdrawAcknowledgementPayload(await context.execute(withdrawAcknowledgement, input));
  }
}
