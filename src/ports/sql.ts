import type { z } from 'zod';

/** SQL on PostgreSQL 15+, parameters only; every row is parsed where it enters the program. */
export interface Sql {
  /** Rows of one statement, each parsed by `row`. Dates are `Date`, bigint is `bigint`, jsonb is parsed JSON. */
  query<T>(text: string, params: readonly unknown[], row: z.ZodType<T>): Promise<T[]>;
  /** Number of rows that one statement changed. */
  execute(text: string, params: readonly unknown[]): Promise<number>;
}

export interface Database extends Sql {
  /** Read committed; commits when `work` resolves, rolls back when it rejects. Never to be held over SSH or HTTP. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>;
  /** Calls `heard` at each NOTIFY; a hint only, messages may be lost. Resolves to the function that ends it. */
  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>>;
  close(): Promise<void>;
}
