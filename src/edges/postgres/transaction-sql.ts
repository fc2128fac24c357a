import type { PoolClient } from 'pg';
import type { z } from 'zod';
import type { Sql } from '../../ports/sql.js';
import { PgSql } from './pg-sql.js';
import type { StatementNames } from './statement-names.js';

/**
 * Statements of one transaction, one after the other on its connection, even if they are started side by side. Refuses
 * to run once the transaction ended: a statement that was not awaited would land in somebody else's.
 */
export class TransactionSql implements Sql {
  readonly #sql: PgSql;
  #last: Promise<unknown> = Promise.resolve();
  #ended = false;

  constructor(client: PoolClient, names: StatementNames) {
    this.#sql = new PgSql(client, names, false);
  }

  query<T>(text: string, params: readonly unknown[], row: z.ZodType<T>): Promise<T[]> {
    return this.#next(() => this.#sql.query(text, params, row));
  }

  execute(text: string, params: readonly unknown[]): Promise<number> {
    return this.#next(() => this.#sql.execute(text, params));
  }

  /** Waits for the statement that still runs, if any; later ones are refused. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#last;
  }

  #next<T>(statement: () => Promise<T>): Promise<T> {
    const result = this.#last.then(() => {
      if (this.#ended) throw new Error('This transaction has ended; await its statements');
      return statement();
    });
    this.#last = result.catch(() => undefined);
    return result;
  }
}
