import type { GraphQLResolveInfo } from 'graphql';
import { Ctx, Field, Info, ObjectType } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import { DatabaseServer } from './database-server.type.js';
import type { Context } from '../shared/context.js';
import { OperationPayload } from '../shared/payload.js';
import { readOne } from '../shared/row-object.js';

@ObjectType('UpdateDatabaseServerPayload')
export class UpdateDatabaseServerPayload extends OperationPayload {
  @Field(() => DatabaseServer, { nullable: true })
  databaseServer(@Ctx() context: Context, @Info() info: GraphQLResolveInfo): Promise<DatabaseServer | null> {
    return readOne(context, info, entityNamed('DatabaseServer'), this.answered.ids['databaseServer'], DatabaseServer);
  }
}
