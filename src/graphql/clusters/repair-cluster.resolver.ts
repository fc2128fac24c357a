import { Arg, Ctx, Mutation, Resolver } from 'type-graphql';
import { repairCluster } from '../../commands/clusters/repair-cluster.command.js';
import type { Context } from '../shared/context.js';
import { RepairClusterInput } from './repair-cluster.input.js';
import { RepairClusterPayload } from './repair-cluster.payload.js';

@Resolver()
export class RepairClusterResolver {
  @Mutation(() => RepairClusterPayload, { description: 'Converges the accepted value again.' })
  async repairCluster(
    @Arg('input', () => RepairClusterInput) input: RepairClusterInput,
    @Ctx() context: Context,
  ): Promise<RepairClusterPayload> {
    return new RepairClusterPayload(await context.execute(repairCluster, input));
  }
}
