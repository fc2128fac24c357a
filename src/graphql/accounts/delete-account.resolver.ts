import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { deleteAccount } from '../../commands/accounts/delete-account.command.js';
import type { Context } from '../shared/context.js';
import { DeleteAccountInput } from './delete-account.input.js';
import { DeleteAccountPayload } from './delete-account.payload.js';

@Resolver()
export class DeleteAccountResolver {
  @Mutation(() => DeleteAccountPayload, { description: 'Takes an account away from every host.' })
  async deleteAccount(
    @Arg('input', () => DeleteAccountInput) input: DeleteAccountInput,
    @Ctx() context: Context,
  ): Promise<DeleteAccountPayload> {
    return new DeleteAccountPayload(await context.execute(deleteAccount, input));
  }
}
