import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { databaseServerId as serverId } from '../../../../src/domain/ids.js';
import { portsForwarded } from '../../../../src/proofs/network/forwarded-ports.proof.js';
import { mysqlFromOutside } from '../../../../src/rules/network/r-net-nat-5-mysql-from-outside.rule.js';
import { edits, managerId, natCluster, publicCluster, withLocalDatabase, withNat } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';

const open = withNat({ forwardMysql: true });
const violation = { subject: 'Cluster shop', field: ['nat', 'forwardMysql'], remedy: 'declare' } as const;
/** The cluster's server is the one that the device's forwards meet. */
const atTarget = (spec: ClusterSpec): void => {
  spec.databaseServers = spec.databaseServers.map((server) => ({ ...server, address: '10.0.0.100' }));
};
const remote = serverId.parse('01900000-0000-7000-8000-00000000000a');
/** The account's database is on a second server. */
const accountElsewhere = (spec: ClusterSpec): void => {
  spec.core.databaseServers.push(remote);
  const [server] = spec.databaseServers;
  if (server === undefined) throw new Error('there is no server to copy');
  spec.databaseServers.push({ ...server, databaseServerId: remote, name: 'db2', address: '10.0.0.14' });
  for (const { database } of spec.accounts) if (database !== null) database.server = remote;
};

describe('R-NET-NAT-5', () => {
  it('is met where 3306 is not forwarded', () => {
    expectMet(mysqlFromOutside, { spec: natCluster(), moment: 'declared' });
  });

  it('informs where it is forwarded to the server of the accounts', () => {
    expectViolated(mysqlFromOutside, { spec: natCluster(edits(open, atTarget)), moment: 'declared' }, [
      { ...violation, code: 'MYSQL_OPEN', severity: 'INFO', message: 'Outsiders can try to log in to MySQL of db1' },
    ]);
  });

  it.each([
    ['no server', open, 'no database server is there'],
    ["the manager's own", edits(withLocalDatabase, open), 'shop-database listens on the quorum address only'],
  ] as const)('warns where %s is at the target', (_, edit, message) => {
    expectViolated(mysqlFromOutside, { spec: natCluster(edit), moment: 'declared' }, [
      { ...violation, code: 'NO_TARGET', severity: 'WARNING', message },
    ]);
  });

  it('warns where accounts use another server than the one at the target', () => {
    expectViolated(
      mysqlFromOutside,
      { spec: natCluster(edits(open, atTarget, accountElsewhere)), moment: 'declared' },
      [{ ...violation, code: 'ACCOUNTS_ELSEWHERE', severity: 'WARNING', message: 'on other servers: bakery' }],
    );
  });

  it('is silent under PUBLIC', () => {
    const reason = "The rule is about topology PRIVATE_NAT; this cluster's is PUBLIC.";
    expectNotApplicable(mysqlFromOutside, { spec: publicCluster(), moment: 'declared' }, reason);
  });

  describe('once it was tried from outside', () => {
    const tried = portsForwarded({ publicAddress: '9.9.9.1', targetAddress: '10.0.0.100' });
    const arrived = (mysql: number): HostFacts =>
      new HostFacts().answer(managerId, tried, `from 8.8.4.4\n80 2\n3306/unasked ${mysql}\n`);

    it('warns of a port that is open although nobody asked for it', () => {
      expectViolated(mysqlFromOutside, { spec: natCluster(), facts: arrived(2), moment: 'after' }, [
        {
          ...{ subject: 'Address 9.9.9.1', field: ['nat', 'forwardMysql'], remedy: 'declare' },
          code: 'OPEN_WITHOUT_REQUEST',
          severity: 'WARNING',
          message: 'Port 3306 of 9.9.9.1 reaches 10.0.0.100 from outside',
        },
      ]);
    });

    it.each([
      ['it is closed', natCluster(), arrived(0)],
      ['it is asked for', natCluster(open), arrived(2)],
      ['it was asked for then', natCluster(), new HostFacts().answer(managerId, tried, 'from 8.8.4.4\n3306 2\n')],
      ['nobody tried', natCluster(), new HostFacts()],
    ])('is met where %s', (_, spec, facts) => {
      expectMet(mysqlFromOutside, { spec, facts, moment: 'after' });
    });
  });
});
