import type { SecretRef } from '../../domain/secret.js';
import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** MySQL's error for a wrong user, password or client address. */
const accessDenied = 1045;

/** Whether a MySQL user gets in with a stored password, over the same way as the look itself. */
export function databaseLogin(user: string, password: SecretRef): Probe<boolean> {
  return {
    id: probeId('database.login', [user, password.secretId, String(password.version)]),
    question: { via: 'sqlLogin', user, password, database: null, statement: 'SELECT 1' },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return known(true);
      return answer.exitCode === accessDenied ? known(false) : failedCommand('the login', answer);
    },
  };
}
