import type { SecretRef } from '../../domain/secret.js';
import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** MySQL's errors for a wrong user or password, for a client address without any user, and for another way to log in. */
const refusals: readonly number[] = [1045, 1130, 1698];

const rows = z.array(z.object({ user: z.string() })).length(1);

/** What came of a login. */
export interface DatabaseEntry {
  /** The client address of the user that got in, as the server has it; null where nobody did. */
  readonly entered: string | null;
  /** Where the server saw the refused one come from, an address or, where it looks up names, a name; null where it did not say. */
  readonly cameFrom: string | null;
}

/** Where a server that refused a login saw it come from. As MySQL and MariaDB say 1045 and 1130; a proxy in front of one may write an IPv4 address as one of IPv6. */
export function cameFrom(said: string): string | null {
  const [, from = null] = /^(?:Access denied for user '.*'@|Host )'(?:::ffff:(?=[\d.]+'))?([^']+)'/i.exec(said) ?? [];
  return from;
}

/** Whether a MySQL user gets in with a stored password, over the same way as the look itself. */
export function databaseLogin(user: string, password: SecretRef): Probe<DatabaseEntry> {
  return {
    id: probeId('database.login', [user, password.secretId, String(password.version)]),
    question: { via: 'sqlLogin', user, password, database: null, statement: 'SELECT CURRENT_USER() AS user' },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (refusals.includes(answer.exitCode)) return known({ entered: null, cameFrom: cameFrom(answer.stderr) });
      if (answer.exitCode !== 0) return failedCommand('the login', answer);
      const read = parseJson(rows, answer.stdout);
      if (!read.known) return read;
      const [{ user: entered } = { user: '' }] = read.value;
      return known({ entered: entered.slice(entered.lastIndexOf('@') + 1), cameFrom: null });
    },
  };
}
