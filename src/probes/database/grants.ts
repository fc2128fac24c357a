import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** A MySQL user, as seen from one client address, and one database (or pattern) on which it holds privileges. */
export interface Grant {
  readonly user: string;
  readonly host: string;
  readonly database: string;
}

/** One row per user, host and database; the privileges themselves would be eighteen times as many. */
const statement = `SELECT User AS user_name, Host AS host_name, Db AS database_name FROM mysql.db
WHERE Select_priv = 'Y' AND Insert_priv = 'Y' AND Update_priv = 'Y' AND Delete_priv = 'Y' AND Create_priv = 'Y'`;

const rows = z.array(
  z
    .object({ user_name: z.string(), host_name: z.string(), database_name: z.string() })
    .transform((row): Grant => ({ user: row.user_name, host: row.host_name, database: unescape(row.database_name) })),
);

/** A database name in a grant is a pattern, in which `_` and `%` of the name are escaped. */
function unescape(pattern: string): string {
  return pattern.replace(/\\([_%\\])/g, '$1');
}

/** Who may work in which database of a MySQL server: reading, writing and creating tables. */
export function grants(): Probe<readonly Grant[]> {
  return {
    id: probeId('database.grants', []),
    question: { via: 'sql', statement, params: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for grants', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value) : read;
    },
  };
}
