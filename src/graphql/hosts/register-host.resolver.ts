import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { registerHost } from '../../commands/hosts/register-host.command.js';
import type { Context } from '../shared/context.js';
import { RegisterHostInput } from './register-host.input.js';
import { RegisterHostPayload } from './register-host.payload.js';

@Resolver()
export class RegisterHostResolver {
  @Mutation(() => RegisterHostPayload, {
    description: 'Makes a host known: where its sshd listens, who we are there, which key it must show.',
  })
  async registerHost(
    @Arg('input', () => RegisterHostInput) input: RegisterHostInput,
    @Ctx() context: Context,
  ): Promise<RegisterHostPayload> {
    return new RegisterHostPayload(await context.execute(registerHost, input));
  }
}
