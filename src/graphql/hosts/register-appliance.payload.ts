import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';
import { Host } from './host.type.js';

@ObjectType('RegisterAppliancePayload')
export class RegisterAppliancePayload extends Payload {
  @Field(() => Host, { nullable: true })
  host(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<Host | null> {
    return readOne(context, info, entityNamed('Host'), this.answered.ids['host'], Host);
  }
}
