import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { Operation } from './operation.type.js';

@ObjectType('CancelOperationPayload')
export class CancelOperationPayload extends Payload {
  @Field(() => Operation, {
    nullable: true,
    description: 'CANCELLED, or on its way to that while a visit still ends on a host.',
  })
  operation(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Operation | null> {
    return readOne(context, info, entityNamed('Operation'), this.answered.ids['operation'], Operation);
  }
}
