import type { GraphQLResolveInfo } from 'graphql';
import { z } from 'zod';
import { uuid, type GlobalId, type ResourceKind } from '../../domain/ids.js';
import { entityNamed } from '../../reads/entity-registry.js';
import type { Row } from '../../reads/row.js';
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
import { Finding } from '../rules/finding.type.js';
import type { Context } from '../shared/context.js';
import { selectionForType } from '../shared/look-ahead.js';
import { SshKey } from '../ssh-keys/ssh-key.type.js';
import { Vantage } from '../vantages/vantage.type.js';
import { WebhookDelivery } from '../webhooks/webhook-delivery.type.js';
import { WebhookEndpoint } from '../webhooks/webhook-endpoint.type.js';
import type { Node } from './node.type.js';

/** A tenant is none: it is never read by id. A finding is no row: it is judged. */
const types: Readonly<Record<Exclude<ResourceKind, 'Tenant' | 'Finding'>, new (row: Row) => Node>> = {
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

/** A resource, and what a request wants of its row. */
export type WantedNode =
  | { readonly kind: keyof typeof types; readonly id: string; readonly selection: Selection }
  | { readonly kind: 'Finding'; readonly id: string; readonly selection: undefined };

/** As `Finding.id` names it. */
const findingId = z
  .string()
  .transform((text) => text.split('.'))
  .pipe(z.tuple([uuid, z.string()]));

/** What is wanted of the resource behind the field that is being resolved; undefined where there can be none. */
export function wantedNode(info: GraphQLResolveInfo, named: GlobalId | undefined): WantedNode | undefined {
  if (named === undefined || named.kind === 'Tenant') return undefined;
  const { kind, id } = named;
  if (kind === 'Finding') return { kind, id, selection: undefined };
  return { kind, id, selection: selectionForType(info, kind, entityNamed(kind)) };
}

/** Null where there is nothing that the caller may see. */
export async function readNode(context: Context, wanted: WantedNode | undefined): Promise<Node | null> {
  if (wanted === undefined) return null;
  if (wanted.kind === 'Finding') return readFinding(context, wanted.id);
  const row = await context.reads.one(entityNamed(wanted.kind), wanted.id, wanted.selection);
  return row === null ? null : new types[wanted.kind](row);
}

async function readFinding({ judgements }: Context, id: string): Promise<Node | null> {
  const parsed = findingId.safeParse(id);
  if (!parsed.success) return null;
  const finding = await judgements.finding(...parsed.data);
  return finding === null ? null : new Finding(finding);
}
