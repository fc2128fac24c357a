import { userTables } from '../../../../src/probes/accounts/user-tables.js';
import { sameIds } from '../../../../src/rules/storage/r-sto-10-same-ids.rule.js';
import {
  accountId,
  fileServerId,
  managerId,
  memberOf,
  node1Id,
  node2Id,
  publicCluster,
  withFileServer,
  withObservedFileServer,
} from '../clusters.js';
import { expectMet, expectNotApplicable, expectUnknown, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';
import { nameService } from '../name-service.js';

const bakery = { name: 'bakery', uid: 20_001, gid: 20_001 };
const spec = publicCluster();
const ofAccount = { subject: `Account ${accountId}`, severity: 'ERROR', field: [] } as const;

function goodFacts(): HostFacts {
  return [managerId, node1Id, node2Id].reduce(
    (facts, hostId) => facts.answer(hostId, userTables(), nameService(bakery)),
    new HostFacts(),
  );
}

describe('R-STO-10 of a file server', () => {
  const managed = publicCluster(withFileServer);
  const observed = publicCluster(withObservedFileServer);
  const violation = {
    ...ofAccount,
    code: 'NOT_MIRRORED',
    message: 'File server files lacks user and group bakery with UID 20001 and GID 20001; it has ',
  };

  it('is met where it has the account with the declared numbers', () => {
    expectMet(sameIds, { spec: managed, facts: goodFacts().answer(fileServerId, userTables(), nameService(bakery)) });
  });

  const useradd = 'useradd --uid 20001 --gid 20001 --no-create-home --home-dir /chroot/home/bakery';
  const usermod = 'usermod --uid 20001 --gid 20001 bakery';
  it.each([
    ['lacks the account', 'neither', `groupadd --gid 20001 bakery && ${useradd}`, nameService()],
    ['has it with another UID', 'user with UID 20002', usermod, nameService({ ...bakery, uid: 20_002 })],
    [
      'has it with another GID',
      'user with UID 20001 and GID 20002',
      usermod,
      nameService({ ...bakery, gid: 20_002, groupGid: 20_001 }),
    ],
    [
      'has its group with another GID',
      'group with GID 20003',
      'groupmod --gid 20001 bakery',
      nameService({ ...bakery, groupGid: 20_003 }),
    ],
    [
      'has all of it otherwise',
      'user with UID 20002 and GID 20003, group with GID 20003',
      `groupmod --gid 20001 bakery && ${usermod}`,
      nameService({ ...bakery, uid: 20_002, gid: 20_003 }),
    ],
    ['lacks its group', 'user with', `groupadd --gid 20001 bakery`, nameService({ ...bakery, groupGid: null })],
  ])('is violated by one that %s, which only a person mends where we only look', (_, found, command, said) => {
    const facts = goodFacts().answer(fileServerId, userTables(), said);
    expectViolated(sameIds, { spec: managed, facts }, [{ ...violation, remedy: 'repairCluster' }]);
    expectViolated(sameIds, { spec: observed, facts }, [{ ...violation, message: found, remedy: { command } }]);
  });

  it('is violated by one where somebody else has the ids', () => {
    const taken = nameService({ name: 'florist', uid: 20_001, gid: 30_001 }, bakery);
    expectViolated(sameIds, { spec: managed, facts: goodFacts().answer(fileServerId, userTables(), taken) }, [
      {
        ...ofAccount,
        code: 'UID_TAKEN',
        message: 'UID 20001 of account bakery belongs to florist on files too',
        remedy: { command: 'usermod --uid NEW_UID florist' },
      },
    ]);
  });

  it('is unknown without a look', () => {
    expectUnknown(sameIds, { spec: managed, facts: goodFacts() }, [
      { subject: `Host ${fileServerId}`, lookAt: fileServerId },
    ]);
  });
});

describe('R-STO-10', () => {
  it('is met by the same ids on every host', () => {
    expectMet(sameIds, { spec, facts: goodFacts() });
  });

  it('is met on hosts that agree on other ids than declared, which is a matter of R-CM-5', () => {
    const facts = [managerId, node1Id, node2Id].reduce(
      (all, hostId) => all.answer(hostId, userTables(), nameService({ ...bakery, uid: 30_001, gid: 30_001 })),
      new HostFacts(),
    );
    expectMet(sameIds, { spec, facts });
  });

  it('is violated by a node where the account has other ids than on the manager', () => {
    const other = nameService({ name: 'bakery', uid: 20_002, gid: 20_003, groupGid: 20_004 });
    expectViolated(sameIds, { spec, facts: goodFacts().answer(node2Id, userTables(), other) }, [
      {
        ...ofAccount,
        code: 'IDS_DIFFER',
        message: 'node2 UID 20002 instead of 20001, primary GID 20003 instead of 20001, GID 20004 instead of 20001',
        remedy: 'repairCluster',
      },
    ]);
  });

  it.each([
    [managerId, 'manager'],
    [node1Id, 'node1'],
  ])('is violated by somebody else with the ids on %s (%s), whom only a person may renumber', (hostId, host) => {
    const taken = nameService({ name: 'florist', uid: 20_001, gid: 20_001 }, bakery);
    expectViolated(sameIds, { spec, facts: goodFacts().answer(hostId, userTables(), taken) }, [
      {
        ...ofAccount,
        code: 'UID_TAKEN',
        message: `UID 20001 of account bakery belongs to florist on ${host} too`,
        remedy: { command: 'usermod --uid NEW_UID florist' },
      },
      {
        ...ofAccount,
        code: 'GID_TAKEN',
        message: `GID 20001 of account bakery belongs to florist on ${host} too`,
        remedy: { command: 'groupmod --gid NEW_GID florist' },
      },
    ]);
  });

  it('leaves an account that a host lacks to R-CM-5', () => {
    expectMet(sameIds, { spec, facts: goodFacts().answer(node1Id, userTables(), nameService()) });
  });

  it('is unknown without looks', () => {
    const expected = [managerId, node1Id, node2Id].map((hostId) => ({ subject: `Host ${hostId}`, lookAt: hostId }));
    expectUnknown(sameIds, { spec }, expected);
  });

  it('judges the nodes by themselves when the manager is unknown', () => {
    const taken = nameService({ name: 'florist', uid: 20_001, gid: 30_000 });
    const facts = new HostFacts().answer(node1Id, userTables(), taken).answer(node2Id, userTables(), nameService());
    const verdicts = sameIds
      .judge({ spec, facts: facts.at(observedAt), moment: 'after', draft: false, clusterId: null })
      .map(({ verdict, messageCode }) => `${verdict} ${messageCode}`);
    expect(verdicts).toEqual(['UNKNOWN NOT_LOOKED_AT', 'VIOLATED UID_TAKEN']);
  });

  it('is silent without a single manager', () => {
    const two = publicCluster((edited) => {
      memberOf(edited, node1Id).role = 'MANAGER';
    });
    const reason = 'There is no single manager with a quorum address yet (R-SRV-2, R-NET-2).';
    expectNotApplicable(sameIds, { spec: two }, reason);
  });
});
