import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createSshKey } from '../../commands/ssh-keys/create-ssh-key.command.js';
import type { Context } from '../shared/context.js';
import { CreateSshKeyInput } from './create-ssh-key.input.js';
import { CreateSshKeyPayload } from './create-ssh-key.payload.js';

@Resolver()
export class CreateSshKeyResolver {
  @Mutation(() => CreateSshKeyPayload, { description: 'Makes or takes over an SSH key pair.' })
  async createSshKey(
    @Arg('input', () => CreateSshKeyInput) input: CreateSshKeyInput,
    @Ctx() context: Context,
  ): Promise<CreateSshKeyPayload> {
    return new CreateSshKeyPayload(await context.execute(createSshKey, input));
  }
}
