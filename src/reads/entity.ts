import type { z } from 'zod';
import type { ResourceKind } from '../domain/ids.js';

/** Entities name each other, so that their files need not import one another. */
export type EntityName = Exclude<ResourceKind, 'Finding'> | 'Fact' | 'WebhookAttempt';

/** SQL over the alias of the row's table. */
export type Expression = (alias: string) => string;

/** A value of a row; `join` names the join of its entity that the expression reads. */
export interface Column {
  readonly sql: Expression;
  readonly join?: string;
}

/** One key of a stable order; the last one of an entity is unique within the tenant. */
export interface SortTerm {
  readonly sql: Expression;
  readonly type: 'text' | 'int' | 'bigint' | 'uuid' | 'timestamptz';
}

/** A condition on the row with one parameter, given as `$n` with its cast. */
export type Filter = (alias: string, placeholder: string) => string;

export type Relation =
  | {
      readonly is: 'many';
      readonly of: EntityName;
      readonly on: (parent: string, child: string) => string;
      /** Joined to the child, for `on`, `sort` and filters. */
      readonly join?: Expression;
      readonly sort?: readonly SortTerm[];
      readonly descending?: boolean;
      readonly filters?: Readonly<Record<string, Filter>>;
    }
  /** Few by nature and read whole, without pages; `limit` still bounds them. */
  | {
      readonly is: 'list';
      readonly of: EntityName;
      readonly on: (parent: string, child: string) => string;
      readonly limit: number;
    }
  | { readonly is: 'one'; readonly of: EntityName; readonly on: (parent: string, child: string) => string }
  /** Part of the same row; null where `present` is false. */
  | { readonly is: 'part'; readonly of: Shape; readonly present?: Expression };

/** What can be read from a row: values, and whatever is reached from it. */
export interface Shape {
  readonly columns: Readonly<Record<string, Column>>;
  /** Columns behind a field of the API that has no column of its own name. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  readonly relations: Readonly<Record<string, Relation>>;
  /** Fields of the API that the rules answer over facts of many hosts, and what each costs, counted in rows. */
  readonly judged?: Readonly<Record<string, number>>;
}

/** A table as the API shows it. */
export interface Entity extends Shape {
  readonly name: EntityName;
  readonly table: string;
  readonly joins: Readonly<Record<string, Expression>>;
  /** Shape of row ids; an id of another shape is unknown without asking the database. */
  readonly id: z.ZodType<string>;
  /** Rows with one of the ids in an array parameter. */
  readonly byIds: Filter;
  readonly sort: readonly SortTerm[];
  readonly descending: boolean;
  readonly filters: Readonly<Record<string, Filter>>;
  /** Whether a token bound to one cluster sees the row; the parameter is that cluster's id. */
  readonly withinCluster: Filter;
  /** Whether only admins see it. */
  readonly forAdmins?: boolean;
}

export function column(name: string): Column {
  return { sql: (t) => `${t}.${name}` };
}

/** Columns whose API name is the camel case of their SQL name. */
export function columns(...names: readonly string[]): Record<string, Column> {
  return Object.fromEntries(
    names.map((name) => [name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()), column(name)]),
  );
}
