import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readById } from '../shared/read-by-id.js';
import { readPage } from '../shared/row-object.js';
import { AccountFilter } from './account-filter.input.js';
import { AccountConnection } from './account.connection.js';
import { Account } from './account.type.js';

@Resolver()
export class AccountResolver {
  @Query(() => AccountConnection, { description: 'Accounts of all clusters by name.' })
  accounts(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => AccountFilter, { nullable: true }) _filter?: AccountFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('Account'), AccountConnection);
  }

  @Query(() => Account, { nullable: true })
  account(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Account | null> {
    return readById(context, info, 'Account', id, Account);
  }
}
