import type { SecretRef } from '../../domain/secret.js';
import { z } from 'zod';
import { failedCommand } from '../failed-command.js';
import { parseJson } from '../parse-json.js';
import { known, probeId, type Probe } from '../probe.js';

/** MySQL's errors for a wrong user or password, for a client address without any user, and for another way to log in. */
const refusals: readonly number[] = [1045, 1130, 1698];

const rows = z.array(z.object({ user: z.string() })).length(1);

/** From which client address a MySQL user got in with a stored password, over the same way as the look itself; null where it did not. */
export function databaseLogin(user: string, password: SecretRef): Probe<string | null> {
  return {
    id: probeId('database.login', [user, password.secretId, String(password.version)]),
    question: { via: 'sqlLogin', user, password, database: null, statement: 'SELECT CURRENT_USER() AS user' },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (refusals.includes(answer.exitCode)) return known(null);
      if (answer.exitCode !== 0) return failedCommand('the login', answer);
      const read = parseJson(rows, answer.stdout);
      if (!read.known) return read;
      const [{ user: entered } = { user: '' }] = read.value;
      return known(entered.slice(entered.lastIndexOf('@') + 1));
    },
  };
}
