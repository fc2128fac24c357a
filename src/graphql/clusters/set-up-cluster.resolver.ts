import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { setUpCluster } from '../../commands/clusters/set-up-cluster.command.js';
import type { Context } from '../shared/context.js';
import { SetUpClusterInput } from './set-up-cluster.input.js';
import { SetUpClusterPayload } from './set-up-cluster.payload.js';

@Resolver()
export class SetUpClusterResolver {
  @Mutation(() => SetUpClusterPayload, { description: 'Makes the declared cluster true on its hosts.' })
  async setUpCluster(
    @Arg('input', () => SetUpClusterInput) input: SetUpClusterInput,
    @Ctx() context: Context,
  ): Promise<SetUpClusterPayload> {
    return new SetUpClusterPayload(await context.execute(setUpCluster, input));
  }
}
