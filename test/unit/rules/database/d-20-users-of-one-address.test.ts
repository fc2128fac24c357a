import { grants } from '../../../../src/probes/database/grants.js';
import { usersOfOneAddress } from '../../../../src/rules/database/d-20-users-of-one-address.rule.js';
import { accountId, clusterId, databaseHostId, databaseServerId, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();

function granted(...of: readonly (readonly [user: string, host: string])[]): HostFacts {
  const rows = of.map(([user_name, host_name]) => ({ user_name, host_name, database_name: 'bakery\\_shop' }));
  return new HostFacts().answer(databaseHostId, grants(), JSON.stringify(rows));
}

describe('D-20', () => {
  it('is met by a user for each address or for a subnet, whatever users of others do', () => {
    const facts = granted(['bakery', '9.9.9.12'], ['bakery', '9.9.9.%'], ['stranger', '%']);
    expectMet(usersOfOneAddress, { spec, facts });
  });

  it.each(['%', '', '%.example.com'])('warns of a user that may come from "%s"', (host) => {
    expectViolated(usersOfOneAddress, { spec, facts: granted(['bakery', '9.9.9.12'], ['bakery', host]) }, [
      {
        ...{ subject: `Account ${accountId}`, code: 'USER_FROM_ANYWHERE', severity: 'WARNING', field: [] },
        ...{
          message: `user bakery of account bakery may come from anywhere ("${host}")`,
          remedy: { command: 'SELECT User, Host FROM mysql.user' },
        },
      },
    ]);
  });

  it('shows nobody but the user that it is about', () => {
    const context = { spec, moment: 'after', draft: false, clusterId } as const;
    const facts = granted(['stranger', '%'], ['bakery', '%']).at(observedAt);
    const [finding, ...others] = usersOfOneAddress.judge({ ...context, facts });
    expect(others).toEqual([]);
    const own = [{ user_name: 'bakery', host_name: '%', database_name: 'bakery\\_shop' }];
    expect(finding?.evidence.map(({ answer }) => answer.stdout)).toEqual([JSON.stringify(own)]);
  });

  it('is unknown without a look', () => {
    expectUnknown(usersOfOneAddress, { spec }, [
      { subject: `DatabaseServer ${databaseServerId}`, lookAt: databaseHostId },
    ]);
  });
});
