import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import { Cluster } from '../clusters/cluster.type.js';
import type { Context } from '../shared/context.js';
import { OperationPayload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { Account } from './account.type.js';

/** The answer of a mutation of an account of a cluster. */
@ObjectType()
export abstract class AccountPayload extends OperationPayload {
  @Field(() => Account, { nullable: true })
  account(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Account | null> {
    return readOne(context, info, entityNamed('Account'), this.answered.ids['account'], Account);
  }

  @Field(() => Cluster, { nullable: true })
  cluster(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Cluster | null> {
    return readOne(context, info, entityNamed('Cluster'), this.answered.ids['cluster'], Cluster);
  }
}
