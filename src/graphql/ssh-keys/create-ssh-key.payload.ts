import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import { SshKey } from './ssh-key.type.js';
import type { Context } from '../shared/context.js';
import { Payload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';

@ObjectType('CreateSshKeyPayload')
export class CreateSshKeyPayload extends Payload {
  @Field(() => SshKey, { nullable: true })
  sshKey(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<SshKey | null> {
    return readOne(context, info, entityNamed('SshKey'), this.answered.ids['sshKey'], SshKey);
  }
}
