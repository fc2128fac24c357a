import type { GraphQLResolveInfo } from 'graphql';
import { Args, Ctx, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readPage } from '../shared/row-object.js';
import { ApiTokenConnection } from './api-token.connection.js';

@Resolver()
export class ApiTokenResolver {
  @Query(() => ApiTokenConnection, { description: 'API tokens, the newest first; for admins only.' })
  apiTokens(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
  ): Promise<object> {
    return readPage(context, info, entityNamed('ApiToken'), ApiTokenConnection);
  }
}
