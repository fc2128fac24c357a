import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import { Cluster } from '../clusters/cluster.type.js';
import { MadePassword } from '../clusters/made-password.type.js';
import type { Context } from '../shared/context.js';
import { OperationPayload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';

@ObjectType('ApplyPlanPayload')
export class ApplyPlanPayload extends OperationPayload {
  @Field(() => Cluster, {
    nullable: true,
    description:
      'The cluster that the plan is of. Null where something was refused, and where the plan declares a new one and has hosts looked at first: that one is there once the operation has done so, by its name (clusterByName), and never if the operation fails before.',
  })
  cluster(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Cluster | null> {
    return readOne(context, info, entityNamed('Cluster'), this.answered.ids['cluster'], Cluster);
  }

  @Field(() => String, {
    nullable: true,
    description: 'The password that is made for the database of a planned account; shown in this one answer.',
  })
  databasePassword(): string | null {
    return this.answered.shownOnce;
  }

  @Field(() => [MadePassword], {
    description:
      'The passwords that are made for the databases of accounts of a planned manifest; shown in this one answer.',
  })
  databasePasswords(): readonly MadePassword[] {
    return this.answered.madePasswords.map((made) => new MadePassword(made));
  }
}
