import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** One privilege of a MySQL user. `pattern` is as in the grant, with `_` and `%` of a name escaped; `*.*` is everything. */
export interface UserPrivilege {
  readonly host: string;
  readonly pattern: string;
  readonly privilege: string;
}

/** GRANTEE is `'user'@'host'`. USAGE is the absence of a privilege. */
const statement = `SELECT GRANTEE AS grantee, TABLE_SCHEMA AS pattern, PRIVILEGE_TYPE AS privilege FROM information_schema.SCHEMA_PRIVILEGES
WHERE SUBSTRING_INDEX(GRANTEE, '@', 1) = CONCAT('''', ?, '''')
UNION ALL SELECT GRANTEE, '*.*', PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES
WHERE SUBSTRING_INDEX(GRANTEE, '@', 1) = CONCAT('''', ?, '''') AND PRIVILEGE_TYPE <> 'USAGE'`;

const rows = z.array(
  z
    .object({ grantee: z.string(), pattern: z.string(), privilege: z.string() })
    .transform(({ grantee, pattern, privilege }): UserPrivilege => ({
      host: grantee.slice(grantee.lastIndexOf('@') + 2, -1),
      pattern,
      privilege: privilege.toUpperCase(),
    })),
);

/** What the MySQL users of one name may do, globally and in single databases. */
export function userPrivileges(user: string): Probe<readonly UserPrivilege[]> {
  return {
    id: probeId('database.userPrivileges', [user]),
    question: { via: 'sql', statement, params: [user, user] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for privileges', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value) : read;
    },
  };
}
