import { toGlobalId } from '../../../../src/domain/ids.js';
import { databaseContent } from '../../../../src/probes/database/database-content.js';
import { databaseLogin } from '../../../../src/probes/database/database-login.js';
import { databaseMarks } from '../../../../src/probes/database/database-marks.js';
import { userCredentials } from '../../../../src/probes/database/user-credentials.js';
import { userHosts } from '../../../../src/probes/database/user-hosts.js';
import { userPrivileges } from '../../../../src/probes/database/user-privileges.js';
import type { Change } from '../../../../src/steps/change.js';
import { databaseAccount } from '../../../../src/steps/database/database-account.step.js';
import { change, conflict, done } from '../../../../src/steps/decision.js';
import absent from '../../probes/fixtures/database-content/absent.json';
import empty from '../../probes/fixtures/database-content/empty.json';
import holdsData from '../../probes/fixtures/database-content/holds-data.json';
import refusedElsewhere from '../../probes/fixtures/database-login/refused.json';
import noMarks from '../../probes/fixtures/database-marks/none.json';
import noHosts from '../../probes/fixtures/user-hosts/none.json';
import noPrivileges from '../../probes/fixtures/user-privileges/none.json';
import { databaseHostId, dualCluster, managerId, withLocalDatabase } from '../../rules/clusters.js';
import { decide, HostLook, remove } from '../host-look.js';
import type { KindCase } from '../../../lab-tests/steps/kind-case.js';
import type { TrialCluster } from '../../../lab-tests/steps/trial-cluster.js';

const password = { secretId: '01900000-0000-7000-8000-000000000009', version: 1 };
const hosts = ['10.0.0.11', '10.0.0.12'];
const accountId = '01900000-0000-7000-8000-00000000000a';
const otherId = '01900000-0000-7000-8000-00000000000b';
const idOf = (id: string): string => toGlobalId('Account', id);
const input = {
  accountId,
  name: 'bakery_shop',
  user: 'bakery',
  password,
  hosts,
  loginCanBeTried: true,
  discard: false,
};
const unit = databaseAccount.typed(input);
const discarding = databaseAccount.typed({ ...input, discard: true });
const rights =
  'ALTER, ALTER ROUTINE, CREATE, CREATE ROUTINE, CREATE TEMPORARY TABLES, CREATE VIEW, DELETE, DROP, EVENT, EXECUTE, INDEX, INSERT, LOCK TABLES, REFERENCES, SELECT, SHOW VIEW, TRIGGER, UPDATE';

function hostRows(...texts: readonly string[]): string {
  return JSON.stringify(texts.map((host) => ({ host })));
}

/** Each user, and the one whose password it has. */
function credentialRows(...users: readonly (readonly [host: string, sameAs: string | null])[]): string {
  return JSON.stringify(users.map(([host, same_as]) => ({ host, same_as })));
}

function letIn(host: string): string {
  return JSON.stringify([{ user: `bakery@${host}` }]);
}

const refused = {
  ...refusedElsewhere,
  stderr: refusedElsewhere.stderr.replace('10.77.1.11', '10.0.0.11'),
};

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

const table = 'hostwright.account_database';
const insertMark = sql(
  `INSERT INTO ${table} (database_name, user_name, account_id) VALUES (?, ?, ?)`,
  ...['bakery_shop', 'bakery', accountId],
);
const renewMark = sql(
  `UPDATE ${table} SET user_name = ? WHERE database_name = ? AND account_id = ?`,
  ...['bakery', 'bakery_shop', accountId],
);
const keepMark = sql(
  `UPDATE ${table} SET user_name = NULL WHERE database_name = ? AND account_id = ?`,
  ...['bakery_shop', accountId],
);
const deleteMark = sql(`DELETE FROM ${table} WHERE database_name = ? AND account_id = ?`, 'bakery_shop', accountId);
const deleteLapsed = (of: string): Change =>
  sql(`DELETE FROM ${table} WHERE database_name = ? AND account_id = ? AND user_name IS NULL`, 'bakery_shop', of);

function markRow(account: string, user: string | null = 'bakery', database = 'bakery_shop'): string {
  return JSON.stringify([{ database_name: database, user_name: user, account_id: account }]);
}

const marks = databaseMarks('bakery_shop', 'bakery');
const content = databaseContent('bakery_shop');
const privileges = userPrivileges('bakery');
const credentials = userCredentials('bakery');
const alike = credentialRows(['10.0.0.11', '10.0.0.11'], ['10.0.0.12', '10.0.0.11']);
const apart = credentialRows(['10.0.0.11', '10.0.0.11'], ['10.0.0.12', '10.0.0.12']);
const untouched = new HostLook()
  .with(marks, noMarks)
  .with(content, absent)
  .with(userHosts('bakery'), noHosts)
  .with(privileges, noPrivileges)
  .with(credentials, '[]')
  .with(databaseLogin('bakery', password), refused);
const right = untouched
  .with(marks, markRow(accountId))
  .with(content, holdsData)
  .with(userHosts('bakery'), hostRows(...hosts))
  .with(privileges, JSON.stringify(hosts.flatMap((host) => privilegeRows(host))))
  .with(credentials, alike)
  .with(databaseLogin('bakery', password), letIn('10.0.0.11'));
const gone = untouched.with(marks, markRow(accountId));
const wayOut = 'choose another name, or see to it on the server that this one becomes free';
const unmarked = `${table} has no mark of it; ${wayOut}`;
const summary = 'make database bakery_shop and user bakery for 10.0.0.11, 10.0.0.12';

describe('database.account', () => {
  it("lets an account into the manager's own server from the quorum address too, behind our login to it", () => {
    const [demanded, ...others] = databaseAccount.demandedBy(dualCluster(withLocalDatabase));
    expect(others).toEqual([]);
    expect(demanded).toMatchObject({
      hostId: databaseHostId,
      unit: {
        input: { hosts: ['10.0.0.10', '10.0.0.11', '10.0.0.12', '10.0.0.13'], loginCanBeTried: true, ownOf: managerId },
        needs: [{ hostId: managerId, kind: 'database.login', key: 'local' }],
      },
    });
    // Without a word of it in the input, so that accounts on other servers are as they were.
    const [remote] = databaseAccount.demandedBy(dualCluster());
    expect(remote?.unit).toMatchObject({ input: expect.not.objectContaining({ ownOf: managerId }), needs: [] });
  });

  it('is in conflict where the server sees us come from an address that no host declares', () => {
    const login = databaseLogin('bakery', password);
    const summary = 'the server sees bakery come from 10.77.1.11, which no host declares';
    const declared = 'declared for this server are 10.0.0.11, 10.0.0.12';
    const declare =
      'have the hosts reach it from those (by their routes, or where addresses are translated between), or declare the network that the server is in, with the addresses that the hosts have there (not under topology PUBLIC)';
    expect(decide(unit, right.with(login, refusedElsewhere))).toEqual(conflict(summary, `${declared}; ${declare}`));
    const again =
      'or, where the server has an address in a declared network, register it at that one besides (registerDatabaseServer), add that to databaseServers (exportCluster, then applyCluster), and delete this account (deleteAccount, KEEP_DATA) and make it there, since its database holds nothing yet; what its home holds is kept';
    for (const said of [empty, absent]) {
      expect(decide(unit, right.with(content, said).with(login, refusedElsewhere))).toEqual(
        conflict(summary, `${declared}; ${declare}; ${again}`),
      );
    }
    const own = databaseAccount.typed({ ...input, ownOf: managerId });
    expect(decide(own, right.with(content, empty).with(login, refusedElsewhere))).toEqual(
      conflict(
        summary,
        `${declared}; declare 10.77.1.11 for the host that has it, in the network of the quorum address`,
      ),
    );
    const stderr = "Access denied for user 'bakery'@'node1.example' (using password: YES)";
    expect(decide(unit, right.with(login, { ...refusedElsewhere, stderr })).is).toBe('change');
  });

  it.each([empty, holdsData])('is done where the user gets into the database from every host: %j', (said) => {
    expect(decide(unit, right.with(content, said))).toEqual(
      done('database bakery_shop with user bakery for 10.0.0.11, 10.0.0.12'),
    );
  });

  it('marks the names first, then makes the users, the database and the rights', () => {
    const changes = [insertMark, ...hosts.map(createUser), create, ...hosts.map(grant)];
    expect(decide(unit, untouched)).toEqual(change(summary, changes));
  });

  it('tries no login of a user that is not there, whose password a plan has only made up', () => {
    const asked = new HostLook()
      .with(marks, noMarks)
      .with(content, absent)
      .with(userHosts('bakery'), noHosts)
      .with(privileges, noPrivileges)
      .with(credentials, '[]');
    expect(decide(unit, asked)).toEqual(decide(unit, untouched));
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

  it('sets it for the hosts only that have another one than the host that gets in', () => {
    expect(decide(unit, right.with(credentials, apart))).toEqual(change(summary, [alterUser('10.0.0.12')]));
    const fromOther = right.with(credentials, apart).with(databaseLogin('bakery', password), letIn('10.0.0.12'));
    expect(decide(unit, fromOther)).toEqual(change(summary, [alterUser('10.0.0.11')]));
  });

  it('sets it for all where they differ and none can be tried', () => {
    const elsewhere = databaseAccount.typed({ ...input, loginCanBeTried: false });
    expect(decide(elsewhere, right.with(credentials, apart))).toEqual(change(summary, hosts.map(alterUser)));
  });

  it.each([true, false])(
    'claims nothing of passwords that nobody can compare; one can be tried: %s',
    (loginCanBeTried) => {
      const some = databaseAccount.typed({ ...input, loginCanBeTried });
      const salted = [
        credentialRows(['10.0.0.11', '10.0.0.11'], ['10.0.0.12', null]),
        credentialRows(['10.0.0.11', null], ['10.0.0.12', '10.0.0.12']),
        credentialRows(['10.0.0.11', null], ['10.0.0.12', null]),
      ];
      for (const rows of salted) expect(decide(some, right.with(credentials, rows))).toMatchObject({ is: 'done' });
    },
  );

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

  it('makes everything again where only its mark is left', () => {
    const changes = [...hosts.map(createUser), create, ...hosts.map(grant)];
    expect(decide(unit, gone)).toEqual(change(summary, changes));
  });

  it('is in conflict with a database or a user that has no mark', () => {
    for (const look of [untouched.with(content, empty), right.with(marks, noMarks)]) {
      expect(decide(unit, look)).toEqual(conflict('database bakery_shop is there and not ours', unmarked));
    }
    expect(decide(unit, untouched.with(userHosts('bakery'), hostRows('%')))).toEqual(
      conflict('user bakery is there and not ours', `it comes from %; ${unmarked}`),
    );
  });

  it('is in conflict with the database of another account, whether it is made already or not', () => {
    for (const look of [right, untouched]) {
      expect(decide(unit, look.with(marks, markRow(otherId, 'florist')))).toEqual(
        conflict(`database bakery_shop belongs to account ${idOf(otherId)}`, `it has the user florist; ${wayOut}`),
      );
    }
  });

  it('is in conflict with the user of another account or of another database', () => {
    for (const account of [otherId, accountId]) {
      expect(decide(unit, untouched.with(marks, markRow(account, 'bakery', 'florist_shop')))).toEqual(
        conflict(`user bakery belongs to account ${idOf(account)}`, `it has florist_shop; ${wayOut}`),
      );
    }
    expect(decide(unit, right.with(marks, markRow(accountId, 'baker')))).toEqual(
      conflict('database bakery_shop has another user, baker', `both are of account ${idOf(accountId)}`),
    );
  });

  describe('where a database was kept for what it held', () => {
    const kept = untouched.with(content, holdsData);

    it('is in conflict with that of another account', () => {
      expect(decide(unit, kept.with(marks, markRow(otherId, null)))).toEqual(
        conflict(
          `database bakery_shop is of the deleted account ${idOf(otherId)}`,
          'it was kept with what it holds (KEEP_DATA); choose another name, or, to use the name, keep what it holds (mysqldump --databases bakery_shop >bakery_shop.sql), drop it (DROP DATABASE bakery_shop) and do this again',
        ),
      );
    });

    it('gives it back to the account whose it is', () => {
      expect(decide(unit, kept.with(marks, markRow(accountId, null)))).toEqual(
        change(summary, [renewMark, ...hosts.map(createUser), ...hosts.map(grant)]),
      );
    });

    it('does not take over a user that somebody else made since', () => {
      const look = kept.with(marks, markRow(accountId, null)).with(userHosts('bakery'), hostRows('%'));
      expect(decide(unit, look)).toEqual(conflict('user bakery is there and not ours', `it comes from %; ${unmarked}`));
    });

    it.each([accountId, otherId])('takes the name where somebody has dropped it: of %s', (of) => {
      expect(decide(unit, untouched.with(marks, markRow(of, null)))).toEqual(
        change(summary, [deleteLapsed(of), insertMark, ...hosts.map(createUser), create, ...hosts.map(grant)]),
      );
    });
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

  it('drops an empty database, then the users, and its mark last', () => {
    expect(remove(unit, right.with(content, empty))).toEqual(
      change('remove user bakery and database bakery_shop', [drop, ...hosts.map(dropUser), deleteMark]),
    );
  });

  it('keeps what a database holds, marked, unless a person asked to discard it', () => {
    expect(remove(unit, right)).toEqual(change('remove user bakery', [...hosts.map(dropUser), keepMark]));
    expect(remove(discarding, right)).toEqual(
      change('remove user bakery and database bakery_shop', [drop, ...hosts.map(dropUser), deleteMark]),
    );
  });

  it('removes what a run that was cut did not remove', () => {
    expect(remove(unit, gone)).toEqual(change('remove user bakery', [deleteMark]));
    expect(remove(unit, gone.with(content, holdsData))).toEqual(change('remove user bakery', [keepMark]));
    const cut = right.with(content, absent).with(userHosts('bakery'), hostRows('10.0.0.12'));
    expect(remove(unit, cut)).toEqual(change('remove user bakery', [dropUser('10.0.0.12'), deleteMark]));
  });

  const left = done('nothing is left of database bakery_shop and user bakery');

  it('is gone where no mark is left, and where data is kept', () => {
    expect(remove(unit, untouched)).toEqual(left);
    const kept = untouched.with(marks, markRow(accountId, null)).with(content, holdsData);
    expect(remove(unit, kept)).toEqual(done('database bakery_shop is kept with what it holds'));
    expect(remove(unit, kept.with(content, absent))).toEqual(change('remove user bakery', [deleteMark]));
  });

  it('drops a database that was kept when a person asks for it, and no user that somebody else made since', () => {
    const kept = right.with(marks, markRow(accountId, null));
    expect(remove(discarding, kept)).toEqual(change('remove user bakery and database bakery_shop', [drop, deleteMark]));
  });

  it('removes what carries its mark, whatever the ledger says of its origin', () => {
    expect(remove(unit, right, { origin: 'ADOPTED' })).toEqual(
      change('remove user bakery', [...hosts.map(dropUser), keepMark]),
    );
  });

  it('leaves what belongs to another account', () => {
    const theirs = right.with(marks, markRow(otherId));
    const kept = untouched.with(content, holdsData).with(marks, markRow(otherId, null));
    for (const removing of [unit, discarding]) {
      expect(remove(removing, theirs)).toEqual(left);
      expect(remove(removing, kept)).toEqual(left);
    }
  });

  it('removes nothing that has lost its mark, and says so', () => {
    const lost = right.with(marks, noMarks);
    expect(remove(unit, lost)).toEqual(
      conflict('user bakery is there and not ours', `it comes from ${hosts.join(', ')}; ${unmarked}`),
    );
    expect(remove(discarding, lost.with(userHosts('bakery'), noHosts))).toEqual(
      conflict('database bakery_shop is there and not ours', unmarked),
    );
  });
});

/** How it is tried on lab hosts. */
export function onHosts(cluster: TrialCluster): KindCase {
  const name = 'shop_1';
  const user = 'shop1';
  const byHand = (sql: string): string => `mariadb <<'SQL'\n${sql}\nSQL`;
  const manager = cluster.lab.host('manager').privateAddress ?? '';
  const node = cluster.lab.host('node1').privateAddress ?? '';
  const password = cluster.keep("first'pass\\word?");
  const input = { accountId, name, user, password, hosts: [manager, node], loginCanBeTried: true, discard: false };
  const mark = `${table} WHERE database_name = '${name}'`;
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
        what: 'its password is another from everywhere',
        script: byHand(
          `SET PASSWORD FOR '${user}'@'${manager}' = PASSWORD('x'); SET PASSWORD FOR '${user}'@'${node}' = PASSWORD('x')`,
        ),
        says: 'CHANGED',
      },
      {
        what: 'its password is another from one host, where we cannot try it',
        script: byHand(`SET PASSWORD FOR '${user}'@'${node}' = PASSWORD('x')`),
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
        script: byHand(`DROP USER ${users}; DELETE FROM ${mark}`),
        says: /database shop_1 is there and not ours/,
        mend: byHand(`DROP DATABASE ${name}`),
      },
      {
        what: 'the users are of somebody else',
        script: byHand(`DROP DATABASE ${name}; DELETE FROM ${mark}`),
        says: /user shop1 is there and not ours/,
        mend: byHand(`DROP USER ${users}`),
      },
      {
        what: 'the mark is gone',
        script: byHand(`DELETE FROM ${mark}`),
        says: /database shop_1 is there and not ours/,
        mend: byHand(`INSERT INTO ${table} VALUES ('${name}', '${user}', '${accountId}')`),
      },
      {
        what: 'the mark is that of another account',
        script: byHand(`UPDATE ${table} SET account_id = '${otherId}' WHERE database_name = '${name}'`),
        says: new RegExp(`database shop_1 belongs to account ${idOf(otherId)}`),
        mend: byHand(`UPDATE ${table} SET account_id = '${accountId}' WHERE database_name = '${name}'`),
      },
      {
        what: 'another account claimed the names before it made anything',
        script: byHand(
          `DROP DATABASE ${name}; DROP USER ${users}; UPDATE ${table} SET account_id = '${otherId}' WHERE database_name = '${name}'`,
        ),
        says: new RegExp(`database shop_1 belongs to account ${idOf(otherId)}`),
        mend: byHand(`DELETE FROM ${mark}`),
      },
      {
        what: 'another account left a mark on a database that somebody dropped',
        script: byHand(
          `DROP DATABASE ${name}; DROP USER ${users}; UPDATE ${table} SET account_id = '${otherId}', user_name = NULL WHERE database_name = '${name}'`,
        ),
        says: 'CHANGED',
      },
      {
        what: 'it was kept without its users',
        script: byHand(`DROP USER ${users}; UPDATE ${table} SET user_name = NULL WHERE database_name = '${name}'`),
        says: 'CHANGED',
      },
    ],
  };
}
