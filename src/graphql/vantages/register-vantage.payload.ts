import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { Vantage } from './vantage.type.js';

@ObjectType('RegisterVantagePayload')
export class RegisterVantagePayload extends Payload {
  @Field(() => Vantage, { nullable: true })
  vantage(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Vantage | null> {
    return readOne(context, info, entityNamed('Vantage'), this.answered.ids['vantage'], Vantage);
  }
}
