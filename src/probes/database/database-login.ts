import type { SecretRef } from '../../domain/secret.js';
import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** MySQL's errors for a wrong user or password, for a client address without any user, and for another way to log in. */
const refusals: readonly number[] = [1045, 1130, 1698];

/** Whether a MySQL user gets in with a stored password, over the same way as the look itself. */
export function databaseLogin(user: string, password: SecretRef): Probe<boolean> {
  return {
    id: probeId('database.login', [user, password.secretId, String(password.version)]),
    question: { via: 'sqlLogin', user, password, database: null, statement: 'SELECT 1' },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return known(true);
      return refusals.includes(answer.exitCode) ? known(false) : failedCommand('the login', answer);
    },
  };
}
