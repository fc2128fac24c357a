import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, unknown, type Probe } from '../probe.js';

/** What the server lets the login do. */
export interface RootRights {
  /** Global privileges that the user holds and may pass on, in upper case. */
  readonly grantable: ReadonlySet<string>;
  readonly readOnly: boolean;
  readonly version: string;
}

/** MySQL 8 has no single privilege for everything, hence the list; GRANTEE is `'user'@'host'`. */
const statement = `SELECT PRIVILEGE_TYPE AS privilege, IS_GRANTABLE AS grantable, @@GLOBAL.read_only AS locked, VERSION() AS release_name
FROM information_schema.USER_PRIVILEGES
WHERE GRANTEE = CONCAT('''', SUBSTRING_INDEX(CURRENT_USER(), '@', 1), '''@''', SUBSTRING_INDEX(CURRENT_USER(), '@', -1), '''')`;

/** A number on MySQL and on MariaDB before 12.0.1, which answers by a word and knows two more that refuse writes (MDEV-36425). */
const isReadOnly: ReadonlyMap<string, boolean> = new Map([
  ...['0', 'OFF'].map((said) => [said, false] as const),
  ...['1', 'ON', 'NO_LOCK', 'NO_LOCK_NO_ADMIN'].map((said) => [said, true] as const),
]);

const rows = z.array(
  z.object({ privilege: z.string(), grantable: z.string(), locked: z.string(), release_name: z.string() }),
);

/** What the login of a MySQL server may do, and whether the server accepts changes. */
export function rootRights(): Probe<RootRights> {
  return {
    id: probeId('database.rootRights', []),
    question: { via: 'sql', statement, params: [] },
    maxAgeSeconds: 3_600,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for privileges', answer);
      const read = parseJson(rows, answer.stdout);
      if (!read.known) return read;
      const [first] = read.value;
      if (first === undefined) return unknown('the server lists no privileges for the login');
      const readOnly = isReadOnly.get(first.locked);
      if (readOnly === undefined) return unknown(`the server has a read_only that is not known: ${first.locked}`);
      return known({
        grantable: new Set(
          read.value.filter((row) => row.grantable === 'YES').map((row) => row.privilege.toUpperCase()),
        ),
        readOnly,
        version: first.release_name,
      });
    },
  };
}
