import { z } from 'zod';
import { localDatabaseOf, managerFacingItself } from '../../domain/local-database.js';
import { canonicalAddress } from '../../domain/ip-network.js';
import { secretRef } from '../../domain/secret.js';
import { ipAddress } from '../../domain/spec.js';
import { localLogin } from '../../probes/database/local-login.js';
import { ownLogins } from '../../probes/database/own-logins.js';
import type { Change } from '../change.js';
import { change, done } from '../decision.js';
import { hostStep } from '../step.js';

/** A name that nobody else has: it ends in random digits of the server's id. That is the mark by which the login is ours. */
const loginName = z.string().regex(/^hostwright_[0-9a-f]{12}$/);
const input = z.strictObject({
  host: z.uuid(),
  address: ipAddress,
  user: loginName,
  /** Where the manager comes from when a connection is forwarded there. */
  from: z.array(ipAddress).min(1),
  /** Not called a password, by which an account's own steps are told. Hexadecimal digits, as they are made by us. */
  credential: secretRef,
});
type Input = z.infer<typeof input>;

/** Makes the login where it is missing and sets its password where it is another: one statement does both. */
const grantScript = `password=$(cat)
user=$1
shift
for host; do
printf "GRANT ALL PRIVILEGES ON *.* TO '%s'@'%s' IDENTIFIED BY '%s' WITH GRANT OPTION;\\n" "$user" "$host" "$password"
done | mariadb --protocol=socket`;

/** The server itself names what is to be dropped, from wherever it may come, and quotes it. */
const dropScript = `printf "SELECT CONCAT('DROP USER ', QUOTE(User), '@', QUOTE(Host), ';') FROM mysql.user WHERE User = '%s';\\n" "$1" |
mariadb --protocol=socket --batch --raw --skip-column-names | mariadb --protocol=socket`;

function grant({ user, from, credential }: Input): Change {
  return { do: 'run', argv: ['sh', '-c', grantScript, 'sh', user, ...from], stdin: { secret: credential } };
}

function drop({ user }: Input): Change {
  return { do: 'run', argv: ['sh', '-c', dropScript, 'sh', user] };
}

/** Our login to the manager's own database server: root's rights by TCP, from the manager itself and from nowhere else. */
export const databaseLogin = hostStep({
  kind: 'database.login',
  version: 1,
  phase: 'DATABASE',
  set: false,
  data: false,
  disruptive: false,
  input,
  demands: (spec) => {
    const server = localDatabaseOf(spec);
    if (server?.reachedThrough == null) return [];
    const { reachedThrough: host, login: user, password: credential } = server;
    const address = canonicalAddress(server.address);
    return [{ hostId: host, input: { host, address, user, from: [...managerFacingItself(spec)], credential } }];
  },
  key: () => 'local',
  needs: ({ host }) => [{ hostId: host, kind: 'database.server', key: 'local' }],
  probes: ({ user, address, credential }) => [ownLogins(), localLogin(user, address, credential)],
  writes: ({ user, address, credential }) => [ownLogins(), localLogin(user, address, credential)],
  settleSeconds: 5,
  decide: (wanted, facts) => {
    const { user, address, from, credential } = wanted;
    const present = facts.read(ownLogins()).filter((login) => login.user === user);
    const surplus = present.some(({ host }) => !from.some((own) => own === host));
    const able = from.every((own) => present.some(({ host, mayAll }) => host === own && mayAll));
    if (able && !surplus && facts.read(localLogin(user, address, credential))) {
      return done(`${user} gets in from ${from.join(', ')}`);
    }
    return change(`let ${user} in from ${from.join(', ')}`, [...(surplus ? [drop(wanted)] : []), grant(wanted)]);
  },
  remove: (wanted, facts) => {
    const { user } = wanted;
    if (!facts.read(ownLogins()).some((login) => login.user === user)) return done(`there is no login ${user}`);
    return change(`drop the login ${user}`, [drop(wanted)]);
  },
});
