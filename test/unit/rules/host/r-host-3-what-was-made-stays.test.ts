import { directoryAt } from '../../../../src/probes/system/directory-at.js';
import { noDrift, type DriftedStep } from '../../../../src/rules/drift.js';
import { whatWasMadeStays } from '../../../../src/rules/host/r-host-3-what-was-made-stays.rule.js';
import { managerId, node1Id, node2Id, publicCluster } from '../clusters.js';
import { expectMet, expectNotApplicable, expectViolated } from '../harness.js';
import { HostFacts, observedAt } from '../host-facts.js';

const spec = publicCluster();
const answer = { exitCode: 0, stdout: 'UnitFileState=disabled\n', stderr: '' };
const evidence = [
  { hostId: node1Id, probeId: 'system.unitState ["nginx.service"]', command: 'systemctl show', answer, observedAt },
];
const webServer: DriftedStep = {
  ...({ kind: 'web.server', key: 'nginx', is: 'CHANGE', evidence } as const),
  summary: 'have nginx.service start at boot',
};
const folder: DriftedStep = {
  ...({ kind: 'storage.directory', key: '/chroot', is: 'CHANGE', evidence } as const),
  summary: 'give /chroot mode 0755 (it has 0700)',
};
const taken: DriftedStep = {
  ...({ kind: 'storage.mount', key: '/chroot', is: 'CONFLICT', evidence } as const),
  summary: 'something else is mounted at /chroot (/dev/vdb (ext4))',
};

const masked: DriftedStep = {
  ...({ kind: 'web.server', key: 'nginx', is: 'CONFLICT', evidence } as const),
  summary:
    'nginx.service is masked (nothing starts it until a person runs systemctl unmask nginx.service && systemctl unmask --runtime nginx.service there, as root)',
};

function goodFacts(): HostFacts {
  return [managerId, node1Id, node2Id].reduce(
    (facts, hostId) => facts.drifts(hostId, { drifted: [], decided: 2, made: 2, notMade: [], notRemoved: [] }),
    new HostFacts(),
  );
}

describe('R-HOST-3', () => {
  it('is met where every step that was made would do nothing', () => {
    expectMet(whatWasMadeStays, { spec, facts: goodFacts() });
  });

  it('warns of a host with what would be done again there, whatever else is not known', () => {
    const facts = goodFacts().drifts(node1Id, {
      drifted: [webServer, folder],
      decided: 2,
      made: 3,
      notMade: [],
      notRemoved: [],
    });
    expectViolated(whatWasMadeStays, { spec, facts }, [
      {
        ...{ subject: `Host ${node1Id}`, code: 'NOT_AS_MADE', severity: 'WARNING', field: ['members', '1'] },
        message:
          'On node1 something is not as it was made any more. To be done again: web.server nginx: have nginx.service start at boot, storage.directory /chroot: give /chroot mode 0755 (it has 0700).',
        remedy: 'repairCluster',
      },
    ]);
  });

  it.each([
    ['directory 700 0 0\n', 'HOMES_OUT_OF_REACH', 'ERROR'],
    ['absent\n', 'HOMES_OUT_OF_REACH', 'ERROR'],
    ['directory 755 1000 0\n', 'NOT_AS_MADE', 'WARNING'],
    ['directory 701 0 0\n', 'NOT_AS_MADE', 'WARNING'],
  ] as const)('of a folder of homes that is %j it says %s', (said, code, severity) => {
    const facts = goodFacts()
      .drifts(managerId, { drifted: [folder, webServer], decided: 2, made: 2, notMade: [], notRemoved: [] })
      .answer(managerId, directoryAt('/chroot'), said);
    const both =
      code === 'NOT_AS_MADE' ? [] : [{ code: 'NOT_AS_MADE', severity: 'WARNING', remedy: 'repairCluster' } as const];
    const at = { subject: `Host ${managerId}`, field: ['members', '0'] };
    expectViolated(whatWasMadeStays, { spec, facts }, [
      { ...at, code, severity, message: 'storage.directory /chroot: give /chroot mode 0755', remedy: 'repairCluster' },
      ...both.map((one) => ({ ...at, ...one, message: 'To be done again: web.server nginx' })),
    ]);
  });

  it('warns of a host on which a failed operation owes something, though all else is as it was made', () => {
    const notMade = [{ kind: 'web.server', key: 'nginx' }];
    const facts = goodFacts().drifts(node1Id, { drifted: [], decided: 2, made: 2, notMade, notRemoved: [] });
    expectViolated(whatWasMadeStays, { spec, facts }, [
      {
        ...{ subject: `Host ${node1Id}`, code: 'NOT_MADE', severity: 'WARNING', field: ['members', '1'] },
        message: 'On node1 something that was to be made is not: web.server nginx.',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('warns of a host on which a failed operation left what was to go', () => {
    const notRemoved = [{ kind: 'network.address', key: '9.9.9.20' }];
    const facts = goodFacts().drifts(managerId, { ...noDrift, decided: 2, made: 2, notRemoved });
    expectViolated(whatWasMadeStays, { spec, facts }, [
      {
        ...{ subject: `Host ${managerId}`, code: 'NOT_REMOVED', severity: 'WARNING', field: ['members', '0'] },
        message: 'On manager something that was to go is still there: network.address 9.9.9.20.',
        remedy: 'repairCluster',
      },
    ]);
  });

  it('warns of a host that left the cluster with what was to go there', () => {
    const without = publicCluster((edited) => {
      edited.core.members = edited.core.members.filter(({ hostId }) => hostId !== node2Id);
    });
    const notRemoved = [{ kind: 'web.server', key: 'nginx' }];
    const facts = goodFacts().left(node2Id, { ...noDrift, notRemoved });
    expectViolated(whatWasMadeStays, { spec: without, facts }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'NOT_REMOVED', severity: 'WARNING', field: [] },
        message: 'On node2 something that was to go is still there: web.server nginx.',
        remedy: 'repairCluster',
      },
    ]);
  });

  it("warns of somebody else's in its place, which a person clears away", () => {
    const facts = goodFacts().drifts(node2Id, { drifted: [taken], decided: 1, made: 1, notMade: [], notRemoved: [] });
    expectViolated(whatWasMadeStays, { spec, facts }, [
      {
        ...{ subject: `Host ${node2Id}`, code: 'TAKEN_OVER', severity: 'WARNING', field: ['members', '2'] },
        message: 'storage.mount /chroot: something else is mounted at /chroot (/dev/vdb (ext4))',
        remedy: { declare: 'Clear it out of the way on node2' },
      },
    ]);
  });

  it('names a unit that a person masked, with the command that takes that away, apart from what else is in the way', () => {
    const facts = goodFacts().drifts(node1Id, {
      drifted: [masked, taken],
      decided: 2,
      made: 2,
      notMade: [],
      notRemoved: [],
    });
    const place = { subject: `Host ${node1Id}`, severity: 'WARNING', field: ['members', '1'] } as const;
    expectViolated(whatWasMadeStays, { spec, facts }, [
      {
        ...{ ...place, code: 'MASKED', evidence },
        message:
          'On node1 nginx.service is masked, so that nothing starts what was made there, and no repair does: web.server nginx.',
        remedy: [
          { command: 'systemctl unmask nginx.service && systemctl unmask --runtime nginx.service' },
          { declare: 'Then converge the cluster again' },
        ],
      },
      {
        ...{ ...place, code: 'TAKEN_OVER' },
        message: "On node1 somebody else's is in the place of what was made: storage.mount /chroot",
        remedy: { declare: 'Clear it out of the way on node1' },
      },
    ]);
  });

  it('says nothing of hosts that were not looked at for it, or on which nothing was made', () => {
    const unseen = { drifted: [], decided: 1, made: 2, notMade: [], notRemoved: [] };
    const facts = new HostFacts().drifts(managerId, unseen).drifts(node1Id, { ...unseen, made: 0, decided: 0 });
    const reason = 'No look that counts now asked hosts about all that was made there; observeHosts asks.';
    expectNotApplicable(whatWasMadeStays, { spec, facts }, reason);
  });
});
