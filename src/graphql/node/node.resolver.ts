import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { AppError } from '../../domain/app-error.js';
import { fromGlobalId, type ResourceKind } from '../../domain/ids.js';
import { entityNamed } from '../../reads/entity-registry.js';
import { maxPageSize } from '../../reads/page.js';
import type { Row } from '../../reads/row.js';
import { refuseTooManyTogether } from '../../reads/row-budget.js';
import type { Selection } from '../../reads/selection.js';
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
import { Vantage } from '../vantages/vantage.type.js';
import { WebhookDelivery } from '../webhooks/webhook-delivery.type.js';
import { WebhookEndpoint } from '../webhooks/webhook-endpoint.type.js';
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
  Vantage,
  WebhookEndpoint,
  WebhookDelivery,
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
    return read(context, wantedNode(info, id));
  }

  @Query(() => [Node], { nullable: 'items', description: 'Several at once, at most 100, in the order of their ids.' })
  nodes(
    @Arg('ids', () => [ID]) ids: string[],
    @Ctx() context: Context,
    @Info() info: GraphQLResolveInfo,
  ): Promise<(Node | null)[]> {
    if (ids.length > maxPageSize) throw new AppError('BAD_REQUEST', `At most ${maxPageSize} ids at once.`);
    const wanted = ids.map((id) => wantedNode(info, id));
    refuseTooManyTogether(wanted.flatMap((node) => node?.selection ?? []));
    return Promise.all(wanted.map((node) => read(context, node)));
  }
}

interface WantedNode {
  readonly kind: keyof typeof types;
  readonly id: string;
  readonly selection: Selection;
}

/** Undefined for an id that can name nothing. */
function wantedNode(info: GraphQLResolveInfo, globalId: string): WantedNode | undefined {
  const parsed = fromGlobalId(globalId);
  if (parsed === undefined || parsed.kind === 'Tenant') return undefined;
  const { kind, id } = parsed;
  return { kind, id, selection: selectionForType(info, kind, entityNamed(kind)) };
}

async function read(context: Context, wanted: WantedNode | undefined): Promise<Node | null> {
  if (wanted === undefined) return null;
  const row = await context.reads.one(entityNamed(wanted.kind), wanted.id, wanted.selection);
  return row === null ? null : new types[wanted.kind](row);
}
