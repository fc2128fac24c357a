import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** The MySQL user of one client address. */
export interface UserCredential {
  readonly host: string;
  /** One address for all whose users get in with the same password; null where nobody can say that of this one. */
  readonly sameAs: string | null;
}

/**
 * The server compares, so that nothing of a password is told. Two plugins of MySQL salt what they store: of their users nobody can say
 * whose password is another, not even beside users of other plugins, as a server has them that was upgraded.
 */
const statement = `SELECT one.Host AS host, CASE WHEN one.plugin IN ('caching_sha2_password', 'sha256_password') THEN NULL
ELSE (SELECT MIN(other.Host) FROM mysql.user other WHERE other.User = one.User AND other.plugin = one.plugin
AND coalesce(other.authentication_string, '') = coalesce(one.authentication_string, '')) END AS same_as
FROM mysql.user one WHERE one.User = ?`;

const rows = z.array(
  z
    .object({ host: z.string(), same_as: z.string().nullable() })
    .transform(({ host, same_as }): UserCredential => ({ host, sameAs: same_as })),
);

/** Which of the MySQL users of one name have the same password. */
export function userCredentials(user: string): Probe<readonly UserCredential[]> {
  return {
    id: probeId('database.userCredentials', [user]),
    question: { via: 'sql', statement, params: [user] },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode !== 0) return failedCommand('the query for credentials', answer);
      const read = parseJson(rows, answer.stdout);
      return read.known ? known(read.value) : read;
    },
  };
}
