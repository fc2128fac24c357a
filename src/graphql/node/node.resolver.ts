import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AppError } from '../../domain/app-error.js';
import { fromGlobalId, type ResourceKind } from '../../domain/ids.js';
import { entityNamed } from '../../reads/entity-registry.js';
import { maxPageSize } from '../../reads/page.js';
import type { Row } from '../../reads/row.js';
import { ApiToken } from '../access/api-token.type.js';
import { Account } from '../accounts/account.type.js';
import { Address } from '../clusters/address.type.js';
import { Cluster } from '../clusters/cluster.type.js';
import { Network } from '../clusters/network.type.js';
import { Revision } from '../clusters/revision.type.js';
import { DatabaseServer } from '../database-servers/database-server.type.js';
import { Host } from '../hosts/host.type.js';
import { Operation } from '../operations/operation.type.js';
import { Step } from '../operations/step.type.js';
import { Task } from '../operations/task.type.js';
import type { Context } from '../shared/context.js';
import { selectionForType } from '../shared/look-ahead.js';
import { SshKey } from '../ssh-keys/ssh-key.type.js';
import { Node } from './node.type.js';

/** A tenant is none: it is never read by id. */
const types: Readonly<Record<Exclude<ResourceKind, 'Tenant'>, new (row: Row) => Node>> = {
  ApiToken,
  SshKey,
  Host,
  Cluster,
  Network,
  Address,
  DatabaseServer,
  Account,
  Operation,
  Task,
  Step,
  Revision,
};

@Resolver()
export class NodeResolver {
  @Query(() => Node, {
    nullable: true,
    description: 'Anything by its id; null where there is nothing that the token may see.',
  })
  node(
    @Arg('id', () => ID) id: string,
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Node | null> {
    return read(context, info, id);
  }

  @Query(() => [Node], { nullable: 'items', description: 'Several at once, at most 100, in the order of their ids.' })
  nodes(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | null)[]> {
    if (ids.length > maxPageSize) throw new AppError('BAD_REQUEST', `At most ${maxPageSize} ids at once.`);
    return Promise.all(ids.map((id) => read(context, info, id)));
  }
}

async function read(context: Context, info: GraphQLResolveInfo, id: string): Promise<Node | null> {
  const parsed = fromGlobalId(id);
  if (parsed === undefined || parsed.kind === 'Tenant') return null;
  const entity = entityNamed(parsed.kind);
  const row = await context.reads.one(entity, parsed.id, selectionForType(info, parsed.kind, entity));
  return row === null ? null : new types[parsed.kind](row);
}
