import { Field, Int, ObjectType } from 'type-graphql';
import { toCursor } from '../../reads/page.js';
import type { Row } from '../../reads/row.js';

/** What knows its place in its list. */
interface Placed {
  readonly sortKeys: readonly string[];
}

/** Some entries of a list, in its order, and whether it goes on at either end. */
export interface PageOf<R> {
  readonly rows: readonly R[];
  readonly total: number | undefined;
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

@ObjectType('PageInfo', { simpleResolvers: true, description: 'Where a page lies in its list.' })
class PageInfo {
  constructor(private readonly page: PageOf<Placed>) {}

  @Field(() => Boolean)
  get hasNextPage(): boolean {
    return this.page.hasNextPage;
  }

  @Field(() => Boolean)
  get hasPreviousPage(): boolean {
    return this.page.hasPreviousPage;
  }

  @Field(() => String, { nullable: true })
  get startCursor(): string | null {
    return cursorOf(this.page.rows[0]);
  }

  @Field(() => String, { nullable: true })
  get endCursor(): string | null {
    return cursorOf(this.page.rows.at(-1));
  }
}

function cursorOf(row: Placed | undefined): string | null {
  return row === undefined ? null : toCursor(row.sortKeys);
}

type Made<T extends object, R> = new (row: R) => T;

/** A page of a list, as Relay defines it. */
interface Connection<T> {
  readonly nodes: readonly T[];
}

/** Makes the connection type of a resource. */
export function connectionOf<T extends object, R extends Placed = Row>(
  type: Made<T, R>,
  name: string,
): new (page: PageOf<R>) => Connection<T> {
  @ObjectType(`${name}Edge`, { simpleResolvers: true, description: `One of the list, with its place in it: ${name}.` })
  class Edge {
    constructor(private readonly row: R) {}

    @Field(() => String)
    get cursor(): string {
      return toCursor(this.row.sortKeys);
    }

    @Field(() => type)
    get node(): T {
      return new type(this.row);
    }
  }

  @ObjectType(`${name}Connection`, { simpleResolvers: true, description: `A page of a list of ${name}.` })
  class ConnectionOfType {
    constructor(private readonly page: PageOf<R>) {}

    @Field(() => [type])
    get nodes(): readonly T[] {
      return this.page.rows.map((row) => new type(row));
    }

    @Field(() => [Edge])
    get edges(): readonly Edge[] {
      return this.page.rows.map((row) => new Edge(row));
    }

    @Field(() => PageInfo)
    get pageInfo(): PageInfo {
      return new PageInfo(this.page);
    }

    @Field(() => Int, { nullable: true, description: 'Counted only when asked for.' })
    get totalCount(): number | null {
      return this.page.total ?? null;
    }
  }
  return ConnectionOfType;
}
