import { userTables } from '../../../../src/probes/accounts/user-tables.js';
import { accountsEverywhere } from '../../../../src/rules/manager/r-cm-5-accounts-everywhere.rule.js';
import { accountId, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts } from '../host-facts.js';
import { nameService } from '../name-service.js';

const spec = publicCluster();
const bakery = { name: 'bakery', uid: 20_001, gid: 20_001 };

function goodFacts(): HostFacts {
  return [managerId, node1Id, node2Id].reduce(
    (facts, hostId) => facts.answer(hostId, userTables(), nameService(bakery)),
    new HostFacts(),
  );
}

describe('R-CM-5', () => {
  it('is met by hosts that all have the account as declared', () => {
    expectMet(accountsEverywhere, { spec, facts: goodFacts() });
  });

  it('is met by hosts without customers when there are no accounts', () => {
    const without = publicCluster((edited) => {
      edited.accounts = [];
    });
    expectMet(accountsEverywhere, { spec: without, facts: goodFacts() });
  });

  it.each([
    ['no user, no group', nameService()],
    ['no group', nameService({ ...bakery, groupGid: null })],
    ['UID 20002 instead of 20001', nameService({ ...bakery, uid: 20_002 })],
    ['primary GID 20003 instead of 20001', nameService({ ...bakery, gid: 20_003, groupGid: 20_001 })],
    ['GID 20004 instead of 20001', nameService({ ...bakery, groupGid: 20_004 })],
  ])('is violated by a node with %s', (wrong, seen) => {
    expectViolated(accountsEverywhere, { spec, facts: goodFacts().answer(node1Id, userTables(), seen) }, [
      {
        subject: `Account ${accountId}`,
        code: 'ACCOUNT_OUT_OF_SYNC',
        severity: 'ERROR',
        field: [],
        message: `Account bakery is out of sync on node1: ${wrong}.`,
        remedy: 'repairCluster',
      },
    ]);
  });

  it('is unknown without looks and where the tables were cut off', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(accountsEverywhere, { spec }, expected);
    const cutOff = goodFacts().answer(node2Id, userTables(), nameService(bakery).slice(0, -2));
    expectUnknown(accountsEverywhere, { spec, facts: cutOff }, [{ subject: `Host ${node2Id}`, lookAt: node2Id }]);
  });
});
