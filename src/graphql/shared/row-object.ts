import type { GraphQLResolveInfo } from 'graphql';
import type { Entity } from '../../reads/entity.js';
import { refuseTooManyTogether } from '../../reads/row-budget.js';
import type { Row, RowPage } from '../../reads/row.js';
import type { Context } from './context.js';
import { listFor, responseKey, selectionFor } from './look-ahead.js';

/** A type of the API whose values are read from one row. */
export abstract class RowObject {
  constructor(readonly row: Row) {}
}

type Made<T> = new (row: Row) => T;

/** The resource behind a relation to one, which came with its parent. */
export function related<T>(parent: RowObject, info: GraphQLResolveInfo, type: Made<T>): T | null {
  const child = parent.row.child(responseKey(info));
  return child === null ? null : new type(child);
}

/** The page behind a relation to many, which came with its parent. */
export function relatedPage<T>(parent: RowObject, info: GraphQLResolveInfo, connection: new (page: RowPage) => T): T {
  return new connection(parent.row.page(responseKey(info)));
}

/** One resource by its row id; null where there is none that the caller may see. */
export async function readOne<T>(
  context: Context,
  info: GraphQLResolveInfo,
  entity: Entity,
  id: string | undefined,
  type: Made<T>,
): Promise<T | null> {
  if (id === undefined) return null;
  const row = await context.reads.one(entity, id, selectionFor(info, entity));
  return row === null ? null : new type(row);
}

/** Several resources by their row ids, in that order. */
export async function readEach<T>(
  context: Context,
  info: GraphQLResolveInfo,
  entity: Entity,
  ids: readonly string[],
  type: Made<T>,
): Promise<readonly T[]> {
  const selection = selectionFor(info, entity);
  refuseTooManyTogether(ids.map(() => selection));
  const rows = await Promise.all(ids.map((id) => context.reads.one(entity, id, selection)));
  return rows.flatMap((row) => (row === null ? [] : [new type(row)]));
}

/** A page of a list at the root. */
export async function readPage<T>(
  context: Context,
  info: GraphQLResolveInfo,
  entity: Entity,
  connection: new (page: RowPage) => T,
): Promise<T> {
  return new connection(await context.reads.list(entity, listFor(info, entity)));
}
