import type { Duplex } from 'node:stream';
import { createConnection, type Connection } from 'mysql2/promise';
import { z } from 'zod';
import type { Secret } from '../../domain/secret.js';
import type { Answer } from '../../probes/probe.js';

/** No statement of ours runs longer; a server that hangs is told from one that works. */
const statementMs = 60_000;
const connectMs = 10_000;

const serverError = z.object({ errno: z.int().positive(), sqlMessage: z.string() });
const rowsShape = z.array(z.record(z.string(), z.string().nullable()));

/** What the server said when it refused something; undefined for a failure on the way to it. */
export function refusalOf(error: unknown): Answer | undefined {
  const parsed = serverError.safeParse(error);
  if (!parsed.success) return undefined;
  return { exitCode: parsed.data.errno, stdout: '', stderr: parsed.data.sqlMessage };
}

/** MySQL's errors that pass: all connections are taken, of the server or of the user, or the server is about to end. */
const errorsForNow: readonly number[] = [1040, 1053, 1203, 1226];

/** Whether a server that refused to let somebody in may do so in a moment, whatever he logs in with. */
export function isForNow({ exitCode }: Answer): boolean {
  return errorsForNow.includes(exitCode);
}

/** Every value as text or null, whatever its type: parsers of probes read JSON of texts. */
export async function logIn(
  stream: Duplex,
  user: string,
  password: Secret,
  database: string | null,
): Promise<Connection> {
  const connection = await createConnection({
    stream: () => stream,
    user,
    password: password.reveal(),
    ...(database === null ? {} : { database }),
    connectTimeout: connectMs,
    charset: 'utf8mb4',
    multipleStatements: false,
    typeCast: (field) => field.string('utf8'),
  });
  // The driver escapes values with backslashes, which this mode must not forbid. A server may be set up to commit nothing.
  try {
    await connection.query("SET SESSION sql_mode = 'STRICT_ALL_TABLES', autocommit = 1");
    return connection;
  } catch (error) {
    connection.destroy();
    throw error;
  }
}

/** Runs one statement; `??` is an identifier, `?` a value. What the server refuses is an answer, a broken link rejects. */
export async function ask(connection: Connection, sql: string, values: readonly string[]): Promise<Answer> {
  try {
    const [rows] = await connection.query({ sql, values: [...values], timeout: statementMs });
    return { exitCode: 0, stdout: Array.isArray(rows) ? JSON.stringify(rowsShape.parse(rows)) : '[]', stderr: '' };
  } catch (error) {
    const refusal = refusalOf(error);
    if (refusal === undefined) throw error;
    return refusal;
  }
}
