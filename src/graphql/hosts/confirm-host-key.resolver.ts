import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { confirmHostKey } from '../../commands/hosts/confirm-host-key.command.js';
import type { Context } from '../shared/context.js';
import { ConfirmHostKeyInput } from './confirm-host-key.input.js';
import { ConfirmHostKeyPayload } from './confirm-host-key.payload.js';

@Resolver()
export class ConfirmHostKeyResolver {
  @Mutation(() => ConfirmHostKeyPayload, { description: "Pins the key of a host by a person's word." })
  async confirmHostKey(
    @Arg('input', () => ConfirmHostKeyInput) input: ConfirmHostKeyInput,
    @Ctx() context: Context,
  ): Promise<ConfirmHostKeyPayload> {
    return new ConfirmHostKeyPayload(await context.execute(confirmHostKey, input));
  }
}
