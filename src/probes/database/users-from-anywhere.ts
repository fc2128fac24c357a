import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** A MySQL user that may come from any address, or from any that has a name of some kind. */
export interface OpenUser {
  readonly user: string;
  /** A pattern that begins with `%`; empty means the same as `%`. */
  readonly host: string;
}

/** Named as in the rows of grants, so that an answer can be cut to what is of one user. */
const statement = `SELECT User AS user_name, Host AS host_name FROM mysql.user
WHERE Host = '' OR LEFT(Host, 1) = '%' ORDER BY User, Host`;

const rows = z.array(
  z
    .object({ user_name: z.string(), host_name: z.string() })
    .transform(({ user_name: user, host_name: host }): OpenUser => ({ user, host })),
);

/** Users of a MySQL server that may come from anywhere, whatever each of them may do. */
export function usersFromAnywhere(): Probe<readonly OpenUser[]> {
  return {
    id: probeId('database.usersFromAnywhere', []),
    question: { via: 'sql', statement, params: [] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for users', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value) : read;
    },
  };
}
