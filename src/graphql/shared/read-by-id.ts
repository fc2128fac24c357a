import type { GraphQLResolveInfo } from 'graphql';
import type { ResourceKind } from '../../domain/ids.js';
import { entityNamed } from '../../reads/entity-registry.js';
import type { EntityName } from '../../reads/entity.js';
import type { Row } from '../../reads/row.js';
import type { Context } from './context.js';
import { rowIdOf } from './row-id.js';
import { readOne } from './row-object.js';

/**
 * A resource by its global id; null where there is none that the caller may see.
 * @throws AppError where no resource of the kind can have the id
 */
export async function readById<T>(
  context: Context,
  info: GraphQLResolveInfo,
  kind: EntityName & ResourceKind,
  globalId: string,
  type: new (row: Row) => T,
): Promise<T | null> {
  return readOne(context, info, entityNamed(kind), await rowIdOf(context, kind, globalId), type);
}
