import { accountSpec } from '../../../../src/domain/account-spec.js';
import { userTables } from '../../../../src/probes/accounts/user-tables.js';
import { accountsEverywhere } from '../../../../src/rules/manager/r-cm-5-accounts-everywhere.rule.js';
import { accountId, managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { nameService } from '../name-service.js';

const spec = publicCluster();
const floristId = '01900000-0000-7000-8000-000000000099';
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
    ['no group', nameService({ ...bakery, groupGid: null })],
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

  it('is violated by a node with another UID, to which its home may have gone along, and says how to give that back', () => {
    const seen = nameService({ ...bakery, uid: 20_002 });
    const facts = goodFacts().answer(node1Id, userTables(), seen);
    expectViolated(accountsEverywhere, { spec, facts }, [
      {
        subject: `Account ${accountId}`,
        code: 'ACCOUNT_OUT_OF_SYNC',
        severity: 'ERROR',
        field: [],
        message: 'Account bakery is out of sync on node1: UID 20002 instead of 20001.',
        remedy: ['repairCluster', { command: 'chown -hR --from=20002 20001 /chroot/home/bakery' }],
      },
    ]);
    const context = { spec, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId: null } as const;
    const remedies = accountsEverywhere.judge(context).flatMap((finding) => finding.remedies);
    expect(remedies).toContainEqual(
      expect.objectContaining({
        hostId: managerId,
        title: expect.stringMatching(/home of bakery belongs to UID 20002 too, give it back to UID 20001 on manager,/),
      }),
    );
  });

  it('says how to give back the group of a home, too, that went along to that of another account', () => {
    const facts = goodFacts().answer(node1Id, userTables(), nameService({ ...bakery, uid: 20_002, gid: 20_002 }));
    const context = { spec, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId: null } as const;
    const remedies = accountsEverywhere.judge(context).flatMap((finding) => finding.remedies);
    const home = '/chroot/home/bakery';
    const command = `chown -hR --from=20002 20001 ${home} && chown -hR --from=:20002 :20001 ${home}`;
    expect(remedies).toContainEqual(expect.objectContaining({ command }));
  });

  it('tells once of a host that has no account, and of each account that is missing where another is there', () => {
    const florist = { name: 'florist', uid: 20_002, gid: 20_002 };
    const two = publicCluster((edited) => {
      edited.accounts = edited.accounts.flatMap((one) => [
        one,
        accountSpec.parse({ ...one, ...florist, accountId: floristId }),
      ]);
    });
    const facts = [managerId, node2Id].reduce(
      (known, hostId) => known.answer(hostId, userTables(), nameService(bakery, florist)),
      new HostFacts(),
    );
    const violation = { severity: 'ERROR', field: [], remedy: 'repairCluster' } as const;
    expectViolated(accountsEverywhere, { spec: two, facts: facts.answer(node1Id, userTables(), nameService()) }, [
      {
        ...{ ...violation, subject: `Host ${node1Id}`, code: 'ACCOUNTS_MISSING' },
        message: 'node1 has none of the accounts of the cluster (2): no user, no group.',
      },
    ]);
    expectViolated(
      accountsEverywhere,
      { spec: two, facts: facts.answer(node1Id, userTables(), nameService(florist)) },
      [
        {
          ...{ ...violation, subject: `Account ${accountId}`, code: 'ACCOUNT_OUT_OF_SYNC' },
          message: 'Account bakery is out of sync on node1: no user, no group.',
        },
      ],
    );
  });

  it('is unknown without looks and where the tables were cut off', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(accountsEverywhere, { spec }, expected);
    const cutOff = goodFacts().answer(node2Id, userTables(), nameService(bakery).slice(0, -2));
    expectUnknown(accountsEverywhere, { spec, facts: cutOff }, [{ subject: `Host ${node2Id}`, lookAt: node2Id }]);
  });
});
