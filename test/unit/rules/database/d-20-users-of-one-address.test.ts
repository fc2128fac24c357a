import { usersFromAnywhere } from '../../../../src/probes/database/users-from-anywhere.js';
import { usersOfOneAddress } from '../../../../src/rules/database/d-20-users-of-one-address.rule.js';
import { accountId, clusterId, databaseHostId, databaseServerId, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();

/** As the server tells of users that may come from anywhere. */
function open(...of: readonly (readonly [user: string, host: string])[]): HostFacts {
  const rows = of.map(([user_name, host_name]) => ({ user_name, host_name }));
  return new HostFacts().answer(databaseHostId, usersFromAnywhere(), JSON.stringify(rows));
}

describe('D-20', () => {
  it('is met where nobody of the cluster may come from anywhere, whatever users of others may', () => {
    expectMet(usersOfOneAddress, { spec, facts: open() });
    expectMet(usersOfOneAddress, { spec, facts: open(['stranger', '%'], ['', '%']) });
  });

  it.each(['%', '', '%.example.com'])('warns of a user that may come from "%s", whatever it may do', (host) => {
    expectViolated(usersOfOneAddress, { spec, facts: open(['bakery', host]) }, [
      {
        ...{ subject: `Account ${accountId}`, code: 'USER_FROM_ANYWHERE', severity: 'WARNING', field: [] },
        ...{
          message: `user bakery of account bakery may come from anywhere ("${host}")`,
          remedy: ['repairCluster', { command: 'SELECT User, Host FROM mysql.user' }],
        },
      },
    ]);
  });

  it('shows nobody but the user that it is about', () => {
    const context = { spec, moment: 'after', draft: false, clusterId } as const;
    const facts = open(['stranger', '%'], ['bakery', '%']).at(observedAt);
    const [finding, ...others] = usersOfOneAddress.judge({ ...context, facts });
    expect(others).toEqual([]);
    const own = [{ user_name: 'bakery', host_name: '%' }];
    expect(finding?.evidence.map(({ answer }) => answer.stdout)).toEqual([JSON.stringify(own)]);
  });

  it('is unknown without a look', () => {
    expectUnknown(usersOfOneAddress, { spec }, [
      { subject: `DatabaseServer ${databaseServerId}`, lookAt: databaseHostId },
    ]);
  });
});
