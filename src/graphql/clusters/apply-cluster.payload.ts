import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { OperationPayload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { Cluster } from './cluster.type.js';
import { MadePassword } from './made-password.type.js';

@ObjectType('ApplyClusterPayload')
export class ApplyClusterPayload extends OperationPayload {
  @Field(() => Cluster, { nullable: true })
  cluster(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Cluster | null> {
    return readOne(context, info, entityNamed('Cluster'), this.answered.ids['cluster'], Cluster);
  }

  @Field(() => [MadePassword], {
    description: 'Of the databases of accounts that were made; shown in this one answer.',
  })
  databasePasswords(): readonly MadePassword[] {
    return this.answered.madePasswords.map((made) => new MadePassword(made));
  }
}
