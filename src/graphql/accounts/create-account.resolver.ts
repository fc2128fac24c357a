import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createAccount } from '../../commands/accounts/create-account.command.js';
import type { Context } from '../shared/context.js';
import { CreateAccountInput } from './create-account.input.js';
import { CreateAccountPayload } from './create-account.payload.js';

@Resolver()
export class CreateAccountResolver {
  @Mutation(() => CreateAccountPayload, { description: 'Gives a customer a site.' })
  async createAccount(
    @Arg('input', () => CreateAccountInput) input: CreateAccountInput,
    @Ctx() context: Context,
  ): Promise<CreateAccountPayload> {
    return new CreateAccountPayload(await context.execute(createAccount, input));
  }
}
