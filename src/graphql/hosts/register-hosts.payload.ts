import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { OperationPayload } from '../shared/payload.js';
import { readEach } from '../shared/row-object.js';
import { Host } from './host.type.js';

@ObjectType('RegisterHostsPayload')
export class RegisterHostsPayload extends OperationPayload {
  @Field(() => [Host], { description: 'In the order of the input; empty where nothing was done.' })
  hosts(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<readonly Host[]> {
    const ids = this.answered.ids['hosts']?.split(',') ?? [];
    return readEach(context, info, entityNamed('Host'), ids, Host);
  }
}
