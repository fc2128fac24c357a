import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AppError } from '../../domain/app-error.js';
import { fromGlobalId } from '../../domain/ids.js';
import { noIdAtAll } from '../../domain/no-id.js';
import { maxPageSize } from '../../reads/page.js';
import { refuseTooManyTogether } from '../../reads/row-budget.js';
import type { Context } from '../shared/context.js';
import { noIdError } from '../shared/no-id-error.js';
import { Node } from './node.type.js';
import { readNode, wantedNode } from './read-node.js';

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null where there is nothing that the token may see.',
  })
  async node(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    const named = fromGlobalId(id);
    if (named === undefined) throw await noIdError(context, noIdAtAll, id);
    return readNode(context, wantedNode(info, named));
  }

  @Query(() => [Node], { nullable: 'items', description: 'Several at once, at most 100, in the order of their ids.' })
  nodes(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | null)[]> {
    if (ids.length > maxPageSize) throw new AppError('BAD_REQUEST', `At most ${maxPageSize} ids at once.`);
    const wanted = ids.map((id) => wantedNode(info, fromGlobalId(id)));
    refuseTooManyTogether(wanted.flatMap((node) => node?.selection ?? []));
    return Promise.all(wanted.map((node) => readNode(context, node)));
  }
}
