import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import { Cluster } from '../clusters/cluster.type.js';
import { Acknowledgement } from '../rules/acknowledgement.type.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';

@ObjectType('AcknowledgeFindingPayload')
export class AcknowledgeFindingPayload extends Payload {
  @Field(() => Cluster, { nullable: true })
  cluster(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Cluster | null> {
    return readOne(context, info, entityNamed('Cluster'), this.answered.ids['cluster'], Cluster);
  }

  @Field(() => Acknowledgement, { nullable: true, description: 'The first one, where it was acknowledged before.' })
  async acknowledgement(@Ctx() { judgements }: Context): Promise<Acknowledgement | null> {
    const { cluster, rule, subject } = this.answered.ids;
    if (cluster === undefined) return null;
    const kept = await judgements.acknowledgements(cluster);
    const own = kept.find((one) => one.rule === rule && one.subject === subject);
    return own === undefined ? null : new Acknowledgement(own);
  }
}
