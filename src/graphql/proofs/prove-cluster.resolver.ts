import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { proveCluster } from '../../commands/proofs/prove-cluster.command.js';
import type { Context } from '../shared/context.js';
import { ProveClusterInput } from './prove-cluster.input.js';
import { ProveClusterPayload } from './prove-cluster.payload.js';

@Resolver()
export class ProveClusterResolver {
  @Mutation(() => ProveClusterPayload, {
    description:
      'Tries on hosts what no look can show, under a mark of its own, clears up, and stores what came of it as facts for the rules.',
  })
  async proveCluster(
    @Arg('input', () => ProveClusterInput) input: ProveClusterInput,
    @Ctx() context: Context,
  ): Promise<ProveClusterPayload> {
    return new ProveClusterPayload(await context.execute(proveCluster, input));
  }
}
