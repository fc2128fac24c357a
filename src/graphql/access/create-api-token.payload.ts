import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import { ApiToken } from './api-token.type.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';

@ObjectType('CreateApiTokenPayload')
export class CreateApiTokenPayload extends Payload {
  @Field(() => ApiToken, { nullable: true })
  apiToken(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<ApiToken | null> {
    return readOne(context, info, entityNamed('ApiToken'), this.answered.ids['apiToken'], ApiToken);
  }

  @Field(() => String, { nullable: true, description: 'The token; shown in this one answer.' })
  token(): string | null {
    return this.answered.shownOnce;
  }
}
