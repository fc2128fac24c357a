import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readById } from '../shared/read-by-id.js';
import { readPage } from '../shared/row-object.js';
import { HostFilter } from './host-filter.input.js';
import { HostConnection } from './host.connection.js';
import { Host } from './host.type.js';

@Resolver()
export class HostResolver {
  @Query(() => HostConnection, { description: 'Hosts by name.' })
  hosts(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => HostFilter, { nullable: true }) _filter?: HostFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('Host'), HostConnection);
  }

  @Query(() => Host, { nullable: true })
  host(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Host | null> {
    return readById(context, info, 'Host', id, Host);
  }
}
