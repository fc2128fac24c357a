import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readPage } from '../shared/row-object.js';
import { VantageFilter } from './vantage-filter.input.js';
import { VantageConnection } from './vantage.connection.js';

@Resolver()
export class VantageResolver {
  @Query(() => VantageConnection, { description: 'Vantages by name.' })
  vantages(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => VantageFilter, { nullable: true }) _filter?: VantageFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('Vantage'), VantageConnection);
  }
}
