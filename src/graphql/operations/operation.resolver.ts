import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Args, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Context } from '../shared/context.js';
import { PageArgs } from '../shared/page-args.js';
import { readById } from '../shared/read-by-id.js';
import { readPage } from '../shared/row-object.js';
import { OperationFilter } from './operation-filter.input.js';
import { OperationConnection } from './operation.connection.js';
import { Operation } from './operation.type.js';

@Resolver()
export class OperationResolver {
  @Query(() => OperationConnection, { description: 'Operations, the newest first.' })
  operations(
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
    @Args(() => PageArgs) _page: PageArgs,
    @Arg('filter', () => OperationFilter, { nullable: true }) _filter?: OperationFilter,
  ): Promise<object> {
    return readPage(context, info, entityNamed('Operation'), OperationConnection);
  }

  @Query(() => Operation, { nullable: true })
  operation(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Operation | null> {
    return readById(context, info, 'Operation', id, Operation);
  }
}
