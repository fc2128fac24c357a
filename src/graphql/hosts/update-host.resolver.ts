import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { updateHost } from '../../commands/hosts/update-host.command.js';
import type { Context } from '../shared/context.js';
import { UpdateHostInput } from './update-host.input.js';
import { UpdateHostPayload } from './update-host.payload.js';

@Resolver()
export class UpdateHostResolver {
  @Mutation(() => UpdateHostPayload, {
    description:
      'Changes where and as whom a host is reached, and looks at it there; it must show the key that is confirmed.',
  })
  async updateHost(
    @Arg('input', () => UpdateHostInput) input: UpdateHostInput,
    @Ctx() context: Context,
  ): Promise<UpdateHostPayload> {
    return new UpdateHostPayload(await context.execute(updateHost, input));
  }
}
