import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { applyCluster } from '../../commands/clusters/apply-cluster.command.js';
import type { Context } from '../shared/context.js';
import { ApplyClusterInput } from './apply-cluster.input.js';
import { ApplyClusterPayload } from './apply-cluster.payload.js';

@Resolver()
export class ApplyClusterResolver {
  @Mutation(() => ApplyClusterPayload, {
    description: 'Makes a whole cluster what its manifest says: declares a new one, edits another on its hosts.',
  })
  async applyCluster(
    @Arg('input', () => ApplyClusterInput) input: ApplyClusterInput,
    @Ctx() context: Context,
  ): Promise<ApplyClusterPayload> {
    return new ApplyClusterPayload(await context.execute(applyCluster, input));
  }
}
