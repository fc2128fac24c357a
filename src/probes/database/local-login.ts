import type { SecretRef } from '../../domain/secret.js';
import { failedCommand } from '../failed-command.js';
import { known, probeId, type Probe } from '../probe.js';

/** The password reaches the client as a settings file on its standard input: arguments can be read by everybody on the host. */
const script = `{ printf '[client]\\npassword="'; cat; printf '"\\n'; } |
  mariadb --defaults-file=/dev/stdin --protocol=tcp --connect-timeout=10 --host="$2" --user="$1" --execute='SELECT 1'`;

/**
 * MySQL's errors for a wrong user or password, for another way to log in, and for a client address without any user: that one
 * comes before the handshake, and newer clients wrap it into an error of their own.
 */
const refusals = /^ERROR (?:1045|1698|1130) |: 1130 - Host /m;

/** Whether a user with a password gets into the database server that runs on the host itself, by TCP at an address of the host. */
export function localLogin(user: string, address: string, password: SecretRef): Probe<boolean> {
  return {
    id: probeId('database.localLogin', [user, address, password.secretId, String(password.version)]),
    question: { via: 'shell', script, args: [user, address], secret: password },
    maxAgeSeconds: 900,
    parse: (answer) => {
      if (answer.exitCode === 0) return known(true);
      return answer.exitCode === 1 && refusals.test(answer.stderr) ? known(false) : failedCommand('mariadb', answer);
    },
  };
}
