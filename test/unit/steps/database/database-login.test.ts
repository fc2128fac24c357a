import { localLogin } from '../../../../src/probes/database/local-login.js';
import { ownLogins } from '../../../../src/probes/database/own-logins.js';
import type { Change } from '../../../../src/steps/change.js';
import { databaseLogin } from '../../../../src/steps/database/database-login.step.js';
import { change, done } from '../../../../src/steps/decision.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';
import { localDatabaseSteps } from '../../../lab-tests/steps/local-database-steps.js';
import { dualCluster, managerId, withLocalDatabase } from '../../rules/clusters.js';
import { decide, HostLook, remove } from '../host-look.js';

const user = 'hostwright_0123456789ab';
const address = '10.0.0.10';
const credential = { secretId: '01900000-0000-7000-8000-000000000009', version: 1 };
const from = ['10.0.0.10', '10.0.0.11'];
const unit = databaseLogin.typed({ host: managerId, address, user, from, credential });
const all = 'Y'.repeat(20);

function logins(...rows: readonly (readonly [host: string, rights?: string, user?: string])[]): string {
  return rows.map(([host, rights = all, name = user]) => `${name}\t${rights}\t${host}\n`).join('');
}

const right = new HostLook()
  .with(ownLogins(), logins(['10.0.0.10'], ['10.0.0.11']))
  .with(localLogin(user, address, credential), '');
const refused = { exitCode: 1, stderr: `ERROR 1045 (28000): Access denied for user '${user}'@'10.0.0.10'\n` };
const summary = `let ${user} in from 10.0.0.10, 10.0.0.11`;
const grant: Change = {
  do: 'run',
  argv: ['sh', '-c', expect.stringContaining('GRANT ALL'), 'sh', user, '10.0.0.10', '10.0.0.11'],
  stdin: { secret: credential },
};
const drop: Change = { do: 'run', argv: ['sh', '-c', expect.stringContaining('DROP USER'), 'sh', user] };

describe('database.login', () => {
  it('is asked of the manager, from each address by which it may come to its own server', () => {
    const [demanded, ...others] = databaseLogin.demandedBy(dualCluster(withLocalDatabase));
    expect(others).toEqual([]);
    expect(demanded).toMatchObject({ hostId: managerId, unit: { input: { host: managerId, address, user, from } } });
    expect(databaseLogin.demandedBy(dualCluster())).toEqual([]);
  });

  it('is done where the login gets in with every right', () => {
    expect(decide(unit, right)).toEqual(done(`${user} gets in from 10.0.0.10, 10.0.0.11`));
  });

  it.each([
    ['is missing', right.with(ownLogins(), '')],
    ['lacks one of its addresses', right.with(ownLogins(), logins(['10.0.0.11']))],
    ['lacks a right', right.with(ownLogins(), logins(['10.0.0.10'], ['10.0.0.11', `${'Y'.repeat(19)}N`]))],
    ['has another password', right.with(localLogin(user, address, credential), refused)],
    ['is another one', right.with(ownLogins(), logins(['10.0.0.10', all, 'hostwright_ffffffffffff']))],
  ])('makes a login that %s', (_, look) => {
    expect(decide(unit, look)).toEqual(change(summary, [grant]));
  });

  it('drops the login first where it may come from elsewhere', () => {
    const look = right.with(ownLogins(), logins(['%'], ['10.0.0.10'], ['10.0.0.11']));
    expect(decide(unit, look)).toEqual(change(summary, [drop, grant]));
  });

  it('removes its own login and no other', () => {
    expect(remove(unit, right)).toEqual(change(`drop the login ${user}`, [drop]));
    const others = right.with(ownLogins(), logins(['10.0.0.10', all, 'hostwright_ffffffffffff']));
    expect(remove(unit, others)).toEqual(done(`there is no login ${user}`));
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const { address: local, host, addresses, server } = localDatabaseSteps(cluster, 'node1');
  const byHand = (sql: string): string => `mariadb <<'SQL'\n${sql}\nSQL`;
  const password = cluster.keep('0123456789abcdef0123456789abcdef');
  const input = { host, address: local, user, from: [local], credential: password };
  const other = cluster.keep('fedcba9876543210fedcba9876543210', password);
  return {
    kind: 'database.login',
    host: 'node1',
    input,
    otherInput: { ...input, from: [local, '10.9.9.9'], credential: other },
    before: [...addresses, server],
    breakages: [
      {
        what: 'its password is another',
        script: byHand(`SET PASSWORD FOR '${user}'@'${local}' = PASSWORD('x')`),
        says: 'CHANGED',
      },
      { what: 'it is gone', script: byHand(`DROP USER '${user}'@'${local}'`), says: 'CHANGED' },
      { what: 'it lacks a right', script: byHand(`REVOKE DROP ON *.* FROM '${user}'@'${local}'`), says: 'CHANGED' },
      {
        what: 'it may pass nothing on',
        script: byHand(`REVOKE GRANT OPTION ON *.* FROM '${user}'@'${local}'`),
        says: 'CHANGED',
      },
      { what: 'it may come from elsewhere too', script: byHand(`CREATE USER '${user}'@'%'`), says: 'CHANGED' },
    ],
  };
}
