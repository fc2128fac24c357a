import { Pool, type PoolClient } from 'pg';
import type { Database, Sql } from '../../ports/sql.js';
import { PgListener } from './pg-listener.js';
import { PgSql, translateError } from './pg-sql.js';
import { connectionOptions, type PostgresAddress } from './postgres-address.js';
import { StatementNames } from './statement-names.js';
import { TransactionSql } from './transaction-sql.js';

export interface PostgresOptions {
  /** Most connections at a time; further work waits for one. */
  readonly connections?: number;
  /** Told when an idle connection was lost; the pool opens another when it needs one. */
  readonly lost?: (error: Error) => void;
}

/** No statement of ours takes a minute; a transaction that idles this long is a bug that holds locks. */
const patience = { statement_timeout: 60_000, idle_in_transaction_session_timeout: 30_000 };

/** Opens nothing yet: the first statement connects, and rejects where the database cannot be reached. */
export function connectPostgres(address: PostgresAddress, options: PostgresOptions = {}): Database {
  const pool = new Pool({ ...connectionOptions(address), ...patience, max: options.connections ?? 10 });
  const lost = options.lost ?? (() => undefined);
  pool.on('error', lost);
  return new PgDatabase(pool, new PgListener(connectionOptions(address), lost));
}

class PgDatabase extends PgSql implements Database {
  readonly #pool: Pool;
  readonly #listener: PgListener;
  readonly #names: StatementNames;
  #closed: Promise<void> | undefined;

  constructor(pool: Pool, listener: PgListener) {
    const names = new StatementNames();
    super(pool, names, true);
    this.#names = names;
    this.#pool = pool;
    this.#listener = listener;
  }

  async transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await this.#pool.connect().catch((error: unknown) => {
      throw translateError(error);
    });
    let broken: Error | undefined;
    // A connection that dies while checked out must not end the process; its statement rejects anyway.
    const remember = (error: Error): void => {
      broken = error;
    };
    client.on('error', remember);
    try {
      return await inTransaction(client, this.#names, work);
    } catch (error) {
      if (!(await rolledBack(client))) broken ??= new Error('The connection could not be rolled back');
      throw translateError(error);
    } finally {
      client.off('error', remember);
      client.release(broken);
    }
  }

  listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, heard);
  }

  close(): Promise<void> {
    this.#closed ??= Promise.all([this.#listener.close(), this.#pool.end()]).then(() => undefined);
    return this.#closed;
  }
}

async function inTransaction<T>(client: PoolClient, names: StatementNames, work: (sql: Sql) => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  const sql = new TransactionSql(client, names);
  const result = await work(sql).finally(() => sql.end());
  const { command } = await client.query('COMMIT');
  // After a failed statement whose error `work` swallowed, the server answers a commit with a rollback.
  if (command !== 'COMMIT') throw new Error('A statement of this transaction failed, so it was rolled back');
  return result;
}

async function rolledBack(client: PoolClient): Promise<boolean> {
  return client.query('ROLLBACK').then(
    () => true,
    () => false,
  );
}
