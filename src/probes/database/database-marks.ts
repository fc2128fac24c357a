import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** In our own database on each server: which account a database and its user were made for. */
export const markTable = 'hostwright.account_database';

/** One row of it. No database and no user is in two of them. */
export interface DatabaseMark {
  readonly database: string;
  /** Null once the user is gone and the database was kept for what it holds. */
  readonly user: string | null;
  readonly accountId: string;
}

const statement = `SELECT database_name, user_name, account_id FROM ${markTable} WHERE database_name = ? OR user_name = ?`;

/** MySQL's errors for a database and for a table that is not there: no server had a mark before our first change of it. */
const nothingThere: readonly number[] = [1049, 1146];

const rows = z.array(
  z
    .object({ database_name: z.string(), user_name: z.string().nullable(), account_id: z.string() })
    .transform((row): DatabaseMark => ({
      database: row.database_name,
      user: row.user_name,
      accountId: row.account_id,
    })),
);

/** The marks on a MySQL server that name this database or this user. */
export function databaseMarks(database: string, user: string): Probe<readonly DatabaseMark[]> {
  return {
    id: probeId('database.marks', [database, user]),
    question: { via: 'sql', statement, params: [database, user] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (nothingThere.includes(answer.exitCode)) return known([]);
      if (answer.exitCode !== 0) return failedCommand('the query for marks', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value) : read;
    },
  };
}
