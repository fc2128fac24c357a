import type { GraphQLResolveInfo } from 'graphql';
import { Info, Resolver, Root } from 'type-graphql';
import { DatabaseServer } from '../database-servers/database-server.type.js';
import { Relation } from '../shared/relation.js';
import { related } from '../shared/row-object.js';
import { AccountDatabase } from './account-database.type.js';

/** What is reached from a AccountDatabase; read ahead with it, in the same statement. */
@Resolver(() => AccountDatabase)
export class AccountDatabaseRelations {
  @Relation(() => DatabaseServer, { nullable: true })
  server(@Root() parent: AccountDatabase, @Info() info: GraphQLResolveInfo): DatabaseServer | null {
    return related(parent, info, DatabaseServer);
  }
}
