import { DatabaseError, type QueryConfig, type QueryResult } from 'pg';
import { z } from 'zod';
import { ConstraintViolation } from '../../ports/constraint-violation.js';
import { DatabaseUnavailable } from '../../ports/database-unavailable.js';
import type { Sql } from '../../ports/sql.js';
import { hostwrightTypes } from './pg-types.js';
import type { StatementNames } from './statement-names.js';

interface Queryable {
  query(config: QueryConfig): Promise<QueryResult<Record<string, unknown>>>;
}

/** Always the extended protocol: it takes one statement only, so that text can never smuggle in a second one. */
interface OneStatement extends QueryConfig {
  queryMode: 'extended';
}

const violations = { 23503: 'FOREIGN_KEY', 23505: 'UNIQUE' } as const;
const violation = z.object({
  code: z.enum(['23503', '23505']),
  constraint: z.string(),
  table: z.string(),
});

/** Classes of SQLSTATE: connection, transaction rolled back (deadlock), resources, operator (restart), system. */
const passingClasses = ['08', '40', '53', '57', '58'];
const systemError = z.object({ code: z.string().regex(/^E[A-Z]+$/), syscall: z.string() });
/** The driver gives its own complaints about a connection no code. */
const lostConnection =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/;

/**
 * What a connection keeps under a name is not what was prepared: a migration changed what it answers, or a pooler gave the
 * connection to others. Said before anything was carried out.
 */
function isStale(error: unknown): boolean {
  if (!(error instanceof DatabaseError)) return false;
  // Unknown prepared statement, and one that is there already.
  if (error.code === '26000' || error.code === '42P05') return true;
  return error.code === '0A000' && error.routine === 'RevalidateCachedQuery';
}

function isPassing(error: unknown): boolean {
  if (isStale(error)) return true;
  if (error instanceof DatabaseError) return passingClasses.includes(error.code?.slice(0, 2) ?? '');
  if (systemError.safeParse(error).success) return true;
  return error instanceof Error && lostConnection.test(error.message);
}

/**
 * A broken unique or foreign key, and a database that is away, become errors that callers may know; everything else stays
 * what it is.
 */
export function translateError(error: unknown): unknown {
  const parsed = violation.safeParse(error);
  if (!parsed.success) return isPassing(error) ? new DatabaseUnavailable({ cause: error }) : error;
  const { code, constraint, table } = parsed.data;
  return new ConstraintViolation(violations[code], table, constraint, { cause: error });
}

/** The port's statements on a pool or on one connection. */
export class PgSql implements Sql {
  readonly #queryable: Queryable;
  readonly #names: StatementNames;
  readonly #repeats: boolean;

  /** @param repeats whether a statement can be sent again; within a transaction everything after a failure fails */
  constructor(queryable: Queryable, names: StatementNames, repeats: boolean) {
    this.#queryable = queryable;
    this.#names = names;
    this.#repeats = repeats;
  }

  async query<T>(text: string, params: readonly unknown[], row: z.ZodType<T>): Promise<T[]> {
    const { rows } = await this.#run(text, params);
    return z.array(row).parse(rows);
  }

  async execute(text: string, params: readonly unknown[]): Promise<number> {
    const { rowCount } = await this.#run(text, params);
    return rowCount ?? 0;
  }

  async #run(text: string, params: readonly unknown[]): Promise<QueryResult<Record<string, unknown>>> {
    const missing = params.findIndex((value) => value === undefined);
    // The driver would send null, and `where id = null` or `set x = null` would be believed.
    if (missing !== -1) throw new TypeError(`Parameter $${missing + 1} is undefined in: ${text}`);
    const name = this.#names.nameOf(text);
    const statement: OneStatement = { text, values: [...params], types: hostwrightTypes, queryMode: 'extended' };
    if (name === undefined) return this.#send(statement);
    try {
      return await this.#send({ ...statement, name });
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable && isStale(error.cause))) throw error;
      this.#names.renounce(text, name);
      if (!this.#repeats) throw error;
      return this.#send(statement);
    }
  }

  async #send(statement: OneStatement): Promise<QueryResult<Record<string, unknown>>> {
    try {
      return await this.#queryable.query(statement);
    } catch (error) {
      throw translateError(error);
    }
  }
}
