import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { createCluster } from '../../commands/clusters/create-cluster.command.js';
import type { Context } from '../shared/context.js';
import { CreateClusterInput } from './create-cluster.input.js';
import { CreateClusterPayload } from './create-cluster.payload.js';

@Resolver()
export class CreateClusterResolver {
  @Mutation(() => CreateClusterPayload, { description: 'Declares a cluster as a draft; nothing is touched.' })
  async createCluster(
    @Arg('input', () => CreateClusterInput) input: CreateClusterInput,
    @Ctx() context: Context,
  ): Promise<CreateClusterPayload> {
    return new CreateClusterPayload(await context.execute(createCluster, input));
  }
}
