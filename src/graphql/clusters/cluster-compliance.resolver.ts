import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { Compliance } from '../rules/compliance.type.js';
import type { Context } from '../shared/context.js';
import { Cluster } from './cluster.type.js';

/** How a cluster keeps to the requirements. */
@Resolver(() => Cluster)
export class ClusterComplianceResolver {
  @FieldResolver(() => Compliance, { description: 'Judged now, without asking a host.' })
  async compliance(@Root() { row }: Cluster, @Ctx() { judgements }: Context): Promise<Compliance> {
    const clusterId = row.text('id');
    const compliance = await judgements.compliance(clusterId);
    if (compliance === null) throw new Error(`cluster ${clusterId} went while it was read`);
    return new Compliance(compliance, clusterId);
  }
}
