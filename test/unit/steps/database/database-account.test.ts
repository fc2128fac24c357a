import { databaseContent } from '../../../../src/probes/database/database-content.js';
import { databaseLogin } from '../../../../src/probes/database/database-login.js';
import { userHosts } from '../../../../src/probes/database/user-hosts.js';
import { userPrivileges } from '../../../../src/probes/database/user-privileges.js';
import type { Change } from '../../../../src/steps/change.js';
import { databaseAccount } from '../../../../src/steps/database/database-account.step.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import absent from '../../probes/fixtures/database-content/absent.json';
import empty from '../../probes/fixtures/database-content/empty.json';
import holdsData from '../../probes/fixtures/database-content/holds-data.json';
import letIn from '../../probes/fixtures/database-login/in.json';
import refused from '../../probes/fixtures/database-login/refused.json';
import noHosts from '../../probes/fixtures/user-hosts/none.json';
import noPrivileges from '../../probes/fixtures/user-privileges/none.json';
import { decide, HostLook, remove } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { LabCluster } from '../../../lab-tests/steps/lab-cluster.js';

const password = { secretId: '01900000-0000-7000-8000-000000000009', version: 1 };
const hosts = ['10.0.0.11', '10.0.0.12'];
const input = { name: 'bakery_shop', user: 'bakery', password, hosts, loginCanBeTried: true, discard: false };
const unit = databaseAccount.typed(input);
const rights =
  'ALTER, ALTER ROUTINE, CREATE, CREATE ROUTINE, CREATE TEMPORARY TABLES, CREATE VIEW, DELETE, DROP, EVENT, EXECUTE, INDEX, INSERT, LOCK TABLES, REFERENCES, SELECT, SHOW VIEW, TRIGGER, UPDATE';

function hostRows(...texts: readonly string[]): string {
  return JSON.stringify(texts.map((host) => ({ host })));
}

function privilegeRows(host: string, pattern = 'bakery\\_shop', privileges = rights.split(', ')): object[] {
  return privileges.map((privilege) => ({ grantee: `'bakery'@'${host}'`, pattern, privilege }));
}

function sql(statement: string, ...params: (Change & { do: 'sql' })['params']): Change {
  return { do: 'sql', statement, params };
}

const createUser = (host: string): Change =>
  sql('CREATE USER IF NOT EXISTS ?@? IDENTIFIED BY ?', 'bakery', host, { secret: password });
const alterUser = (host: string): Change => sql('ALTER USER ?@? IDENTIFIED BY ?', 'bakery', host, { secret: password });
const dropUser = (host: string): Change => sql('DROP USER IF EXISTS ?@?', 'bakery', host);
const grant = (host: string): Change => sql(`GRANT ${rights} ON ??.* TO ?@?`, 'bakery\\_shop', 'bakery', host);
const create = sql('CREATE DATABASE IF NOT EXISTS ?? CHARACTER SET utf8mb4', 'bakery_shop');
const drop = sql('DROP DATABASE IF EXISTS ??', 'bakery_shop');

const content = databaseContent('bakery_shop');
const privileges = userPrivileges('bakery');
const untouched = new HostLook()
  .with(content, absent)
  .with(userHosts('bakery'), noHosts)
  .with(privileges, noPrivileges)
  .with(databaseLogin('bakery', password), refused);
const right = untouched
  .with(content, holdsData)
  .with(userHosts('bakery'), hostRows(...hosts))
  .with(privileges, JSON.stringify(hosts.flatMap((host) => privilegeRows(host))))
  .with(databaseLogin('bakery', password), letIn);
const summary = 'make database bakery_shop and user bakery for 10.0.0.11, 10.0.0.12';

describe('database.account', () => {
  it.each([empty, holdsData])('is done where the user gets into the database from every host: %j', (said) => {
    expect(decide(unit, right.with(content, said))).toEqual(done('database bakery_shop with user bakery for 2 hosts'));
  });

  it('makes the users first, then the database and the rights', () => {
    const changes = [...hosts.map(createUser), create, ...hosts.map(grant)];
    expect(decide(unit, untouched)).toEqual(change(summary, changes));
  });

  it('makes only what a run that was cut did not make', () => {
    const look = right.with(content, absent).with(privileges, noPrivileges);
    expect(decide(unit, look)).toEqual(change(summary, [create, ...hosts.map(grant)]));
  });

  it('makes a user for a host that came in, and drops that of a host that went', () => {
    const look = right.with(userHosts('bakery'), hostRows('10.0.0.11', '10.0.0.13'));
    expect(decide(unit, look)).toEqual(change(summary, [createUser('10.0.0.12'), dropUser('10.0.0.13')]));
  });

  it('sets a password that does not let the user in', () => {
    const look = right.with(databaseLogin('bakery', password), refused);
    expect(decide(unit, look)).toEqual(change(summary, hosts.map(alterUser)));
  });

  it('does not judge the password where it looks from another address', () => {
    const elsewhere = databaseAccount.typed({ ...input, loginCanBeTried: false });
    expect(decide(elsewhere, right)).toMatchObject({ is: 'done' });
    expect(elsewhere.probes.map(({ id }) => id)).not.toContain(databaseLogin('bakery', password).id);
  });

  it('grants where a single right is missing', () => {
    const fewer = rights.split(', ').filter((privilege) => privilege !== 'TRIGGER');
    const rows = [...privilegeRows('10.0.0.11'), ...privilegeRows('10.0.0.12', 'bakery\\_shop', fewer)];
    expect(decide(unit, right.with(privileges, JSON.stringify(rows)))).toEqual(change(summary, [grant('10.0.0.12')]));
  });

  it('is in conflict with a database that has no user of ours', () => {
    expect(decide(unit, untouched.with(content, empty))).toEqual(
      conflict('database bakery_shop is there without its user bakery', 'it belongs to somebody else'),
    );
  });

  const globally = [...privilegeRows('10.0.0.11'), ...privilegeRows('%', '*.*', ['SELECT'])];

  it('is in conflict with a user that has rights elsewhere', () => {
    expect(decide(unit, right.with(privileges, JSON.stringify(globally)))).toEqual(
      conflict('user bakery has rights elsewhere', 'SELECT on *.* from %'),
    );
    expect(remove(unit, right.with(privileges, JSON.stringify(globally)))).toEqual(
      conflict('user bakery has rights elsewhere', 'SELECT on *.*'),
    );
  });

  it('drops an empty database, then the users', () => {
    expect(remove(unit, right.with(content, empty))).toEqual(
      change('remove user bakery and database bakery_shop', [drop, ...hosts.map(dropUser)]),
    );
  });

  it('keeps what a database holds unless a person asked to discard it', () => {
    expect(remove(unit, right)).toEqual(change('remove user bakery', hosts.map(dropUser)));
    expect(remove(databaseAccount.typed({ ...input, discard: true }), right)).toEqual(
      change('remove user bakery and database bakery_shop', [drop, ...hosts.map(dropUser)]),
    );
  });

  it('is gone where no user is left, though data is kept', () => {
    const kept = untouched.with(content, holdsData);
    expect(remove(unit, kept)).toEqual(done('database bakery_shop is kept with what it holds'));
    expect(remove(unit, untouched)).toEqual(done('database bakery_shop is gone'));
  });

  it('leaves what was there before', () => {
    expect(remove(unit, right, { origin: 'ADOPTED' })).toEqual(
      done('database bakery_shop and user bakery were there before and stay'),
    );
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: LabCluster): KindCase {
  const name = 'shop_1';
  const user = 'shop1';
  const byHand = (sql: string): string => `mariadb <<'SQL'\n${sql}\nSQL`;
  const manager = cluster.lab.host('manager').privateAddress ?? '';
  const node = cluster.lab.host('node1').privateAddress ?? '';
  const password = cluster.keep("first'pass\\word?");
  const input = { name, user, password, hosts: [manager, node], loginCanBeTried: true, discard: false };
  const users = `'${user}'@'${manager}', '${user}'@'${node}'`;
  return {
    kind: 'database.account',
    host: 'db1',
    input,
    otherInput: { ...input, hosts: [manager, '10.9.9.9'], password: cluster.keep('second "password"', password) },
    before: [],
    breakages: [
      { what: 'the database is gone', script: byHand(`DROP DATABASE ${name}`), says: 'CHANGED' },
      {
        what: 'the users are gone with it',
        script: byHand(`DROP DATABASE ${name}; DROP USER ${users}`),
        says: 'CHANGED',
      },
      { what: 'one of the users is gone', script: byHand(`DROP USER '${user}'@'${node}'`), says: 'CHANGED' },
      { what: 'it may come from elsewhere too', script: byHand(`CREATE USER '${user}'@'%'`), says: 'CHANGED' },
      {
        what: 'it lacks a right',
        script: byHand(`REVOKE DROP ON \`shop\\_1\`.* FROM '${user}'@'${node}'`),
        says: 'CHANGED',
      },
      {
        what: 'its password is another',
        script: byHand(`SET PASSWORD FOR '${user}'@'${manager}' = PASSWORD('x')`),
        says: 'CHANGED',
      },
      {
        what: 'its password is another where we cannot try it',
        script: byHand(
          `SET PASSWORD FOR '${user}'@'${manager}' = PASSWORD('x'); SET PASSWORD FOR '${user}'@'${node}' = PASSWORD('x')`,
        ),
        says: 'CHANGED',
      },
      {
        what: 'it has rights in another database',
        script: byHand(`GRANT SELECT ON mysql.* TO '${user}'@'${node}'`),
        says: /rights elsewhere.*SELECT on mysql/,
        mend: byHand(`REVOKE SELECT ON mysql.* FROM '${user}'@'${node}'`),
      },
      {
        what: 'it has rights everywhere',
        script: byHand(`GRANT PROCESS ON *.* TO '${user}'@'${node}'`),
        says: /rights elsewhere.*PROCESS/,
        mend: byHand(`REVOKE PROCESS ON *.* FROM '${user}'@'${node}'`),
      },
      {
        what: 'the database is of somebody else',
        script: byHand(`DROP USER ${users}`),
        says: /there without its user/,
        mend: byHand(`DROP DATABASE ${name}`),
      },
    ],
  };
}
