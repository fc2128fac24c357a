import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { observeHosts } from '../../commands/hosts/observe-hosts.command.js';
import type { Context } from '../shared/context.js';
import { ObserveHostsInput } from './observe-hosts.input.js';
import { ObserveHostsPayload } from './observe-hosts.payload.js';

@Resolver()
export class ObserveHostsResolver {
  @Mutation(() => ObserveHostsPayload, {
    description: 'Looks at hosts without changing anything. One that never showed its key is asked for that first.',
  })
  async observeHosts(
    @Arg('input', () => ObserveHostsInput) input: ObserveHostsInput,
    @Ctx() context: Context,
  ): Promise<ObserveHostsPayload> {
    return new ObserveHostsPayload(await context.execute(observeHosts, input));
  }
}
