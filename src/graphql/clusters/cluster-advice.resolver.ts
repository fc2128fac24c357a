import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Advice } from '../rules/advice.type.js';
import type { Context } from '../shared/context.js';
import { Cluster } from './cluster.type.js';

/** Which duty to move off the manager first. */
@Resolver(() => Cluster)
export class ClusterAdviceResolver {
  @FieldResolver(() => [Advice], {
    description:
      'What to move away from which host, what helps most first, with the numbers that it was concluded from. By the last looks, without asking a host.',
  })
  async advice(@Root() { row }: Cluster, @Ctx() { judgements }: Context): Promise<readonly Advice[]> {
    const clusterId = row.text('id');
    const advices = await judgements.advice(clusterId);
    if (advices === null) throw new Error(`cluster ${clusterId} went while it was read`);
    return advices.map((advice) => new Advice(advice));
  }
}
