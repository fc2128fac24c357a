import type { ClusterSpec } from '../../../../src/domain/account-spec.js';
import { accountId as brandedAccountId, databaseServerId as serverId } from '../../../../src/domain/ids.js';
import { namesOfOneAccount } from '../../../../src/rules/database/d-21-names-of-one-account.rule.js';
import { publicCluster } from '../clusters.js';
import { expectMet, expectViolated } from '../harness.js';

const secondId = '01900000-0000-7000-8000-00000000000a';
const otherServer = '01900000-0000-7000-8000-00000000000b';

/** A second account, with this about its database that differs from the first one's. */
function beside(differing: { readonly user?: string; readonly name?: string; readonly server?: string }): ClusterSpec {
  return publicCluster((spec) => {
    const [first] = spec.accounts;
    if (first?.database == null) throw new Error('there is no account with a database to copy');
    const server = serverId.parse(differing.server ?? first.database.server);
    spec.accounts.push({
      ...{ ...first, accountId: brandedAccountId.parse(secondId), name: 'grocer', uid: 20_002, gid: 20_002 },
      database: { ...first.database, ...differing, server },
    });
  });
}

describe('D-21', () => {
  it.each([[{ user: 'grocer', name: 'grocer_shop' }], [{ server: otherServer }]])(
    'is met by a second account with %j',
    (differing) => {
      expectMet(namesOfOneAccount, { spec: beside(differing) });
    },
  );

  it('is met by an account without a database', () => {
    const spec = beside({});
    for (const account of spec.accounts) account.database = null;
    expectMet(namesOfOneAccount, { spec });
  });

  it.each([
    ['user', 'user', { name: 'grocer_shop' }, 'the user bakery on database server db1, as account bakery has'],
    ['database', 'name', { user: 'grocer' }, 'the database bakery_shop on database server db1, as account bakery has'],
  ])('is violated by the same %s on the same server', (_, part, differing, message) => {
    expectViolated(namesOfOneAccount, { spec: beside(differing) }, [
      {
        ...{ subject: `Account ${secondId}`, code: 'NAME_TWICE', severity: 'ERROR' },
        field: ['accounts', '1', 'database', part],
        ...{ message, remedy: 'declare' },
      },
    ]);
  });
});
