import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { registerHosts } from '../../commands/hosts/register-hosts.command.js';
import type { Context } from '../shared/context.js';
import { RegisterHostsInput } from './register-hosts.input.js';
import { RegisterHostsPayload } from './register-hosts.payload.js';

@Resolver()
export class RegisterHostsResolver {
  @Mutation(() => RegisterHostsPayload, {
    description: 'Makes many hosts known at once: all of them, or none where one is not acceptable.',
  })
  async registerHosts(
    @Arg('input', () => RegisterHostsInput) input: RegisterHostsInput,
    @Ctx() context: Context,
  ): Promise<RegisterHostsPayload> {
    return new RegisterHostsPayload(await context.execute(registerHosts, input));
  }
}
