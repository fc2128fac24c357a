import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** The MySQL user of one client address; `sameAs` is one address for all whose users get in with the same password. */
export interface UserCredential {
  readonly host: string;
  readonly sameAs: string;
}

/**
 * The server compares, so that nothing of a password is told. Two plugins of MySQL salt what they store: of users of the same one of
 * them nobody can say whether they differ, and nothing is claimed.
 */
const statement = `SELECT one.Host AS host, (SELECT MIN(other.Host) FROM mysql.user other
WHERE other.User = one.User AND other.plugin = one.plugin AND (other.authentication_string = one.authentication_string
OR one.plugin IN ('caching_sha2_password', 'sha256_password'))) AS same_as FROM mysql.user one WHERE one.User = ?`;

const rows = z.array(
  z
    .object({ host: z.string(), same_as: z.string().nullable() })
    .transform(({ host, same_as }): UserCredential => ({ host, sameAs: same_as ?? host })),
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
