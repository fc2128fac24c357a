import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type CommandAnswer, type Probe } from '../probe.js';

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

const rowsAsAnswered = z.array(z.looseObject({ user_name: z.string() }));

/**
 * What an answer to it says of a user, and of nobody else: a server serves other clusters and strangers too, and whoever reads about a
 * user of a cluster need not be somebody who may know of those. The answer is read once, when somebody is asked for.
 */
export function grantsByUser({ command, ...answer }: CommandAnswer): (user: string) => CommandAnswer {
  let rowsOf: ReadonlyMap<string, readonly object[]> | undefined;
  return (user) => {
    rowsOf ??= rowsByUser(answer.stdout);
    const stdout = JSON.stringify(rowsOf.get(user) ?? []);
    return { ...answer, stdout, command: `${command}\n-- of the answer, what is of user ${user}` };
  };
}

function rowsByUser(stdout: string): ReadonlyMap<string, readonly object[]> {
  const read = parseJson(rowsAsAnswered, stdout);
  const rowsOf = new Map<string, object[]>();
  for (const row of read.known ? read.value : []) {
    const before = rowsOf.get(row.user_name);
    if (before === undefined) rowsOf.set(row.user_name, [row]);
    else before.push(row);
  }
  return rowsOf;
}
