import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readById } from '../shared/read-by-id.js';
import { readPage } from '../shared/row-object.js';
import { DatabaseServerFilter } from './database-server-filter.input.js';
import { DatabaseServerConnection } from './database-server.connection.js';
import { DatabaseServer } from './database-server.type.js';

@Resolver()
export class DatabaseServerResolver {
  @Query(() => DatabaseServerConnection, { description: 'Database servers by name.' })
  databaseServers(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => DatabaseServerFilter, { nullable: true }) _filter?: DatabaseServerFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('DatabaseServer'), DatabaseServerConnection);
  }

  @Query(() => DatabaseServer, { nullable: true })
  databaseServer(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<DatabaseServer | null> {
    return readById(context, info, 'DatabaseServer', id, DatabaseServer);
  }
}
